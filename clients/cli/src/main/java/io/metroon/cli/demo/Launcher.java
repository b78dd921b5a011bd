package io.metroon.cli.demo;

import io.metroon.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs verbs of the server side as a person would: through the launcher, in processes of their own. */
final class Launcher {
    private final String program;
    private final Consumer<String> output;

    private Launcher(String program, Consumer<String> output) {
        this.program = program;
        this.output = output;
    }

    /**
     * The launcher: that of METROON_LAUNCHER, else that of the home directory that the running one told its JVM.
     *
     * @param output takes each line that a verb prints
     * @throws IOException when nobody says where it is
     */
    static Launcher find(Terminal terminal, Consumer<String> output) throws IOException {
        String named = terminal.environment().getOrDefault("METROON_LAUNCHER", "");
        String home = System.getProperty("metroon.home", "");
        if (named.isBlank() && home.isBlank()) {
            throw new IOException("the launcher is not known: start the demo by it, or say METROON_LAUNCHER=PATH");
        }
        return new Launcher(named.isBlank() ? Path.of(home, "bin", "metroon").toString() : named, output);
    }

    /**
     * Runs a verb to its end.
     *
     * @throws IOException when it cannot be run, or does not end with exit code 0
     */
    void run(String... arguments) throws IOException, InterruptedException {
        int code = start(arguments);
        if (code != 0) {
            throw new IOException("\"metroon " + String.join(" ", arguments) + "\" ended with exit code " + code);
        }
    }

    /** Runs a verb to its end, whatever its exit code, which it gives back. */
    int start(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(output);
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }
}
