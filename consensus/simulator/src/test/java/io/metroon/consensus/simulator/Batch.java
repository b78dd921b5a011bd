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
    private static final long PROGRESS_NANOS = 10_000_000_000L;
    private static final long SHRINKING_NANOS = 60_000_000_000L;
    /** About a million steps. */
    private static final int LONG = 50;

    private final EpochConfig.Engine engine;
    private final Coverage coverage = new Coverage();
    private final List<Report> failures = new ArrayList<>();
    private int seeds;
    private int longSeeds;
    private long steps;
    private long begun = System.nanoTime();
    private long told = begun;

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
        run(seed, 1);
    }

    /** About fifty times as long: many epochs, segments and snapshots. */
    void runLong(long seed) {
        longSeeds++;
        run(seed, LONG);
    }

    private void run(long seed, int length) {
        Report report = run(seed, options().withLength(length));
        seeds++;
        steps += report.steps();
        tellProgress();
        coverage.add(report.coverage());
        if (!report.passed()) {
            failures.add(report);
            print(explain(report, length));
        }
    }

    private void tellProgress() {
        long now = System.nanoTime();
        if (now - told > PROGRESS_NANOS) {
            told = now;
            double seconds = (now - begun) / 1e9;
            print(String.format(
                    Locale.ROOT,
                    "simulation %-5s %5d seeds %12d steps %6.1f seeds/s %8.0f steps/s %d violations",
                    name(engine),
                    seeds,
                    steps,
                    seeds / seconds,
                    steps / seconds,
                    failures.size()));
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

    private String explain(Report report, int length) {
        SimulationOptions options = options().withLength(length);
        Reduction reduction = shrink(report, options, SHRINKING_NANOS);
        Report shrunk = run(report.seed(), options.withReduction(reduction).withTimeline());
        List<String> lines = shrunk.timeline();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_FAILURE), lines.size()))
                + "\nseed " + report.seed() + " failed: " + report.violation()
                + "\n  drawn: " + report.settings()
                + "\n  of " + report.faults().size() + " faults these are enough:\n    "
                + String.join(
                        "\n    ", shrunk.faults().stream().map(Fault::toString).toList())
                + "\n  with them: " + shrunk.violation()
                + "\n  replay: mvn -o -pl consensus/simulator -am test -Dtest=ReplayTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + report.seed()
                + " -Dsimulation.engine=" + name(engine)
                + (length == 1 ? "" : " -Dsimulation.length=" + length)
                + "\n  the shrunk one: the same with -Dsimulation.mask=" + reduction;
    }

    /** A failing seed with less, found within this time. */
    static Reduction shrink(Report failing, SimulationOptions options, long nanos) {
        long until = System.nanoTime() + nanos;
        return Shrinker.shrink(
                less -> run(failing.seed(), options.withReduction(less)), failing, () -> System.nanoTime() < until);
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
                Locale.ROOT,
                "engine=%s seeds=%d long=%d steps=%d violations=%d",
                name(engine),
                seeds,
                longSeeds,
                steps,
                failures.size());
    }

    /** Prints the counts and leaves the summary where the build looks for it, a line an engine: in this module and at the root. */
    void publish() {
        StringBuilder text = new StringBuilder();
        coverage.counts().forEach((situation, count) -> text.append(String.format("  %-55s %d%n", situation, count)));
        print(text + summary());
        synchronized (Batch.class) { // the engines' batches run side by side and share a file
            write(Path.of("target"));
            Path root = Path.of("").toAbsolutePath().getParent();
            if (root != null && root.getParent() != null) {
                write(root.getParent().resolve("target"));
            }
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
