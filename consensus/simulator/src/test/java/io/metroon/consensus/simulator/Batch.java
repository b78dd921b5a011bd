package io.metroon.consensus.simulator;

import io.metroon.consensus.epoch.EpochConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Many seeds, one after another, and what they came to together. */
final class Batch {
    private static final int LINES_OF_FAILURE = 120;

    private final EpochConfig.Engine engine;
    private final Coverage coverage = new Coverage();
    private final List<Report> failures = new ArrayList<>();
    private int seeds;
    private long steps;

    /** Of clusters that begin under this engine. */
    Batch(EpochConfig.Engine engine) {
        this.engine = engine;
    }

    private SimulationOptions options() {
        return SimulationOptions.DEFAULT.withEngine(engine);
    }

    private static String name(EpochConfig.Engine engine) {
        return engine.name().toLowerCase(Locale.ROOT);
    }

    static Report run(long seed, SimulationOptions options) {
        return Simulation.run(seed, options, new Registers.Factory(), Registers.Writer::new);
    }

    void run(long seed) {
        Report report = run(seed, options());
        seeds++;
        steps += report.steps();
        coverage.add(report.coverage());
        if (!report.passed()) {
            failures.add(report);
            print(explain(report));
        }
    }

    /** The seeds that ever failed: a number and why, a line each. */
    static List<Long> corpus(EpochConfig.Engine engine) {
        try (InputStream in = Objects.requireNonNull(Batch.class.getResourceAsStream("/seeds.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name(engine) + " "))
                    .map(line -> Long.parseLong(line.split(" ", -1)[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String explain(Report report) {
        List<String> lines = run(report.seed(), options().withTimeline()).timeline();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_FAILURE), lines.size()))
                + "\nseed " + report.seed() + " failed: " + report.violation()
                + "\n  drawn: " + report.settings()
                + "\n  replay: mvn -o -pl consensus/simulator -am test -Dtest=ReplayTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + report.seed()
                + " -Dsimulation.engine=" + name(engine);
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
                Locale.ROOT, "engine=%s seeds=%d steps=%d violations=%d", name(engine), seeds, steps, failures.size());
    }

    /** Prints the counts and leaves the summary where the build looks for it, a line an engine: in this module and at the root. */
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
            Path file = directory.resolve("simulation.txt");
            List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
            lines.removeIf(line -> line.startsWith("engine=" + name(engine) + " "));
            lines.add(summary());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("SystemOut") // What a batch came to belongs on the console of the build.
    static void print(String text) {
        System.out.println(text);
    }
}
