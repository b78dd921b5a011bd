package io.metroon.cli.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine to its end. */
final class Outside {
    private static final long MINUTES_MAX = 10;

    private Outside() {}

    /**
     * Runs it without input. What it prints goes to a file: a daemon that it leaves behind would keep a pipe open.
     *
     * @throws IOException when it can't be run, or does not end with 0; the message is what it said
     */
    static void run(List<String> command, Map<String, String> environment, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            // Unmounting waits for what has yet to be sent.
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                throw new IOException(
                        command.get(0) + " still runs after " + MINUTES_MAX + " minutes, and is given up");
            }
            if (process.exitValue() != 0) {
                throw new IOException(command.get(0) + ": " + said(output));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            process.destroy();
        }
    }

    private static String said(Path output) throws IOException {
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "failed, and did not say why" : text.replaceAll("\\s*\\R\\s*", "; ");
    }
}
