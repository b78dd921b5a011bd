package io.metroon.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The contract tests that a file system is known not to pass, from {@code expected/NAME.txt}: {@code Class.test: reason} a
 * line, with {@code ?} before it if timing decides; a line that begins with {@code #} is a remark.
 */
final class ExpectedFailures {
    private static final String SOMETIMES = "? ";

    private final Set<String> always = new TreeSet<>();
    private final Set<String> sometimes = new TreeSet<>();

    private ExpectedFailures() {}

    /** Reads the list of a file system. */
    static ExpectedFailures of(String name) throws IOException {
        ExpectedFailures expected = new ExpectedFailures();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(expected::add);
        }
        return expected;
    }

    private void add(String line) {
        int colon = line.indexOf(": ");
        assertThat(colon).as("reason in: %s", line).isPositive();
        String test = line.substring(0, colon);
        if (test.startsWith(SOMETIMES)) {
            sometimes.add(test.substring(SOMETIMES.length()));
        } else {
            always.add(test);
        }
    }

    /** Fails if a test failed that is not listed, or passed though it is. */
    void assertMatch(ContractRun run) {
        Set<String> failed = new TreeSet<>(run.failures().keySet());
        failed.removeAll(sometimes);
        assertThat(failed).as(run.failures().toString()).isEqualTo(always);
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(
                ExpectedFailures.class.getResourceAsStream("/expected/" + name + ".txt"),
                () -> "no list of expected failures for " + name);
    }
}
