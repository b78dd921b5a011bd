package io.metroon.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints what came out, and keeps it in {@code target}. */
final class Report {
    private static final Path DIRECTORY = Path.of(System.getProperty("metroon.reports", "target"));

    private Report() {}

    /** A figure. */
    static void line(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }

    /** How many contract tests passed, and what became of the others. */
    static void contract(String system, ContractRun run) throws IOException {
        String line = String.format(
                Locale.ROOT,
                "contract tests over webhdfs: %s passed %d of %d",
                system,
                run.size() - run.failures().size(),
                run.size());
        System.out.println(line);
        List<String> failures = run.failures().entrySet().stream()
                .map(failure -> failure.getKey() + ": " + failure.getValue())
                .toList();
        Files.writeString(
                DIRECTORY.resolve("contract-" + system.toLowerCase(Locale.ROOT) + ".txt"),
                line + "\n" + String.join("\n", failures) + "\n");
    }
}
