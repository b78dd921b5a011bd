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
    private static final Path HOME = Installation.of(
            absolute(System.getProperty("metroon.distribution", "../distribution/target/metroon")),
            absolute(System.getProperty("metroon.reports", "target")).resolve("metroon"));
    /** A small heap, and little code compiled, none twice: most nodes live for seconds. They start with a sixth less work. */
    static final String NODE_OPTIONS =
            "-Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=10";

    private static final long MINUTES_MAX = 5;

    private Launcher() {}

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }

    /**
     * What a command came to.
     *
     * @param exit its exit code
     * @param out what it printed
     * @param err what it said besides
     */
    record Result(int exit, String out, String err) {}

    static Path home() {
        return HOME;
    }

    /** Runs {@code metroon} with these arguments and waits for it. */
    static Result run(String... arguments) {
        return run(HOME.resolve("bin/metroon"), List.of(arguments));
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

    private static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("metroon", ".out");
        Path err = Files.createTempFile("metroon", ".err");
        builder.environment().putIfAbsent("METROON_JAVA_OPTS", NODE_OPTIONS);
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
