package io.metroon.hadoop;

import java.net.URI;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of the contract tests against one file system. */
final class ContractRun {
    private static final String PASSED = "";

    private final SortedMap<String, String> outcomes = Collections.synchronizedSortedMap(new TreeMap<>());

    private ContractRun() {}

    /** Runs all contract tests against the file system behind {@code endpoint}. */
    static ContractRun against(URI endpoint) {
        System.setProperty(WebHdfsContract.ENDPOINT, endpoint.toString());
        ContractRun run = new ContractRun();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(ContractTests.all().stream()
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .build();
        LauncherFactory.create().execute(request, run.new Listener());
        return run;
    }

    /** How many tests ran. */
    int size() {
        return outcomes.size();
    }

    /** Why each test that didn't pass, or left itself out, did so. */
    SortedMap<String, String> failures() {
        SortedMap<String, String> failures = new TreeMap<>(outcomes);
        failures.values().removeIf(PASSED::equals);
        return failures;
    }

    private final class Listener implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            String outcome = result.getThrowable()
                    .map(thrown -> result.getStatus() + " "
                            + thrown.toString().lines().findFirst().orElse(""))
                    .orElse(PASSED);
            if (test.isTest() || !outcome.equals(PASSED)) {
                outcomes.merge(name(test), outcome, (one, other) -> one.equals(PASSED) ? other : one);
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            outcomes.put(name(test), "SKIPPED " + reason);
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(method -> method.getClassName().replaceFirst(".*[.$]", "") + "." + method.getMethodName())
                .orElse(test.getDisplayName());
    }
}
