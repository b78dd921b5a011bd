package io.metroon.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the {@code metroon} of the distribution that was just built. */
final class Launcher {
    private static final Path DISTRIBUTION = Path.of(
                    System.getProperty("metroon.distribution", "../distribution/target/metroon"))
            .toAbsolutePath()
            .normalize();
    private static final long MINUTES_MAX = 5;
    /** Several clusters share the machine with the build. */
    private static final String SMALL_HEAP = "-Xmx192m";

    private Launcher() {}

    /**
     * What a command came to.
     *
     * @param exit its exit code
     * @param out what it printed
     * @param err what it said besides
     */
    record Result(int exit, String out, String err) {}

    static Path home() {
        return DISTRIBUTION;
    }

    /** Runs {@code metroon} with these arguments and waits for it. */
    static Result run(String... arguments) {
        return run(DISTRIBUTION.resolve("bin/metroon"), List.of(arguments));
    }

    /** Runs a launcher at another place. */
    static Result run(Path launcher, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        try {
            return run(new ProcessBuilder(command));
        } catch (IOException e) {
            throw new IllegalStateException("can't run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /** Starts {@code metroon} with these arguments in the background, its output appended to a file; its pid. */
    static long start(Path log, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(DISTRIBUTION.resolve("bin/metroon").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putIfAbsent("METROON_JAVA_OPTS", SMALL_HEAP);
        return builder.start().pid();
    }

    private static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("metroon", ".out");
        Path err = Files.createTempFile("metroon", ".err");
        builder.environment().putIfAbsent("METROON_JAVA_OPTS", SMALL_HEAP);
        // Files instead of pipes: the nodes inherit nothing that would keep a reader waiting.
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                throw new IllegalStateException(
                        "still running after " + MINUTES_MAX + " minutes: " + builder.command());
            }
            return new Result(process.exitValue(), text(out), text(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
