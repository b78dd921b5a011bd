package io.metroon.node.local;

import io.metroon.node.config.NodeDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the process of a node, on the class path and the JVM of this one. */
final class NodeProcess {
    /** Default heap of a node that {@code metroon up} starts; METROON_JAVA_OPTS changes it. */
    private static final String HEAP = "-Xmx256m";

    private static final String MAIN = "io.metroon.node.Main";
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private NodeProcess() {}

    /**
     * Starts a node in the background: it outlives this process and the terminal.
     *
     * @param directory with the node's configuration
     * @throws IOException when the process can't be started
     */
    static Process start(NodeDirectory directory) throws IOException {
        File log = directory.nodeLog().toFile();
        return new ProcessBuilder(command(directory, System.getenv()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .directory(directory.root().toFile())
                .start();
    }

    static List<String> command(NodeDirectory directory, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // A session of its own: neither Ctrl-C nor the end of the terminal reaches the node.
            command.add(SETSID.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        home("conf/node.options").ifPresent(file -> command.add("@" + file));
        // The classes that a node loads, as deploy/metroon found out: halves the time to start. Of another JVM it is
        // ignored.
        home("node.jsa").ifPresent(file -> command.addAll(List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off")));
        command.add(HEAP);
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.add("-Dmetroon.node.log=" + directory.nodeLog());
        command.add("-XX:ErrorFile=" + directory.root().resolve("hs_err.log"));
        words(environment.getOrDefault("METROON_JAVA_OPTS", "")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        command.add(directory.config().toString());
        return command;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }

    /** A file of the installation, if it is there. */
    private static Optional<Path> home(String name) {
        return Optional.ofNullable(System.getProperty("metroon.home"))
                .map(home -> Path.of(home, name))
                .filter(Files::exists);
    }
}
