package io.metroon.consensus.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Many seeds, one after another, and what they came to together. */
final class Batch {
    private static final int LINES_OF_FAILURE = 120;

    private final Coverage coverage = new Coverage();
    private final List<Report> failures = new ArrayList<>();
    private int seeds;
    private long steps;

    static Report run(long seed, SimulationOptions options) {
        return Simulation.run(seed, options, new Registers.Factory(), Registers.Writer::new);
    }

    void run(long seed) {
        Report report = run(seed, SimulationOptions.DEFAULT);
        seeds++;
        steps += report.steps();
        coverage.add(report.coverage());
        if (!report.passed()) {
            failures.add(report);
            print(explain(report));
        }
    }

    /** The seeds that ever failed: a number and why, a line each. */
    static List<Long> corpus() {
        try (InputStream in = Objects.requireNonNull(Batch.class.getResourceAsStream("/seeds.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("paxos "))
                    .map(line -> Long.parseLong(line.split(" ", -1)[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String explain(Report report) {
        List<String> lines =
                run(report.seed(), SimulationOptions.DEFAULT.withTimeline()).timeline();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_FAILURE), lines.size()))
                + "\nseed " + report.seed() + " failed: " + report.violation()
                + "\n  drawn: " + report.settings()
                + "\n  replay: mvn -o -pl consensus/simulator -am test -Dtest=ReplayTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + report.seed();
    }

    int seeds() {
        return seeds;
    }

    List<Report> failures() {
        return failures;
    }

    Coverage coverage() {
        return coverage;
    }

    String summary() {
        return String.format(
                Locale.ROOT, "engine=paxos seeds=%d steps=%d violations=%d", seeds, steps, failures.size());
    }

    /** Prints the counts and leaves the summary where the build looks for it: in this module and at the root. */
    void publish() {
        coverage.counts().forEach((situation, count) -> print(String.format("  %-45s %d", situation, count)));
        print(summary());
        write(Path.of("target"));
        Path root = Path.of("").toAbsolutePath().getParent();
        if (root != null && root.getParent() != null) {
            write(root.getParent().resolve("target"));
        }
    }

    private void write(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("simulation.txt"),
                    summary() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("SystemOut") // What a batch came to belongs on the console of the build.
    static void print(String text) {
        System.out.println(text);
    }
}
