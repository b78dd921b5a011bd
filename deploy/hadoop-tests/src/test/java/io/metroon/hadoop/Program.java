package io.metroon.hadoop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs as processes of their own. */
final class Program {
    private static final long MINUTES_MAX = 5;

    private Program() {}

    /**
     * What became of it.
     *
     * @param exit its exit code
     * @param output what it printed, errors included
     */
    record Result(int exit, String output) {}

    /** Runs a main class of this module with one of Hadoop's clients. */
    static Result run(Client client, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dmetroon.reports=" + System.getProperty("metroon.reports", "target"),
                "-cp",
                String.join(File.pathSeparator, client.classPath()),
                main.getName()));
        command.addAll(arguments);
        return run(new ProcessBuilder(command));
    }

    /** Runs a command. */
    static Result run(ProcessBuilder command) {
        try {
            return runToItsEnd(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result runToItsEnd(ProcessBuilder command) throws IOException {
        // A file instead of a pipe: nodes that a command starts inherit nothing that would keep a reader waiting.
        Path output = Files.createTempFile("metroon-hadoop", ".out");
        Process process = command.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                throw new IOException("still running: " + command.command() + "\n" + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /** The two shapes in which Hadoop's client comes. */
    enum Client {
        /** hadoop-hdfs-client with all it depends on, which is what this module's tests run with. */
        UNSHADED {
            @Override
            List<String> classPath() {
                return entries();
            }
        },
        /** hadoop-client-api and hadoop-client-runtime, what other projects usually depend on. */
        SHADED {
            @Override
            List<String> classPath() {
                List<String> path = new ArrayList<>(List.of(System.getProperty("hadoop.shaded") + "/*"));
                entries().stream()
                        .filter(entry -> entry.endsWith("test-classes") || entry.contains("assertj-core"))
                        .forEach(path::add);
                return path;
            }
        };

        abstract List<String> classPath();

        private static List<String> entries() {
            return Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        }
    }
}
