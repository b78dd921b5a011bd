package io.metroon.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A home directory with a checkout in it, for whoever tries what a document says: {@code deploy/metroon} is the one that was
 * just built, {@code metroon up} takes free ports, {@code /tmp} lies in the home. What is printed is told back with the
 * ports and paths of the document. Closing it ends the cluster that was started here.
 */
final class ReadersHome implements AutoCloseable {
    private static final int NODES = 3;
    /** As many as a document may make by adding some. */
    private static final int NODES_MAX = 6;

    private static final int PORT = 8420;
    private static final long MINUTES_MAX = 6;

    private final Path home;
    private final Path checkout;
    private final TestCluster cluster;

    ReadersHome(Path home) throws IOException {
        this.home = home;
        this.checkout = home.resolve("metroon");
        this.cluster = TestCluster.in(home.resolve(".metroon").resolve("default"), NODES);
        Files.createDirectories(checkout.resolve("deploy"));
        Files.createDirectories(home.resolve("tmp"));
        Files.createDirectories(home.resolve(".metroon"));
        for (String file : List.of("README.md", "CONTRIBUTING.md")) {
            Files.copy(DocumentsTest.CHECKOUT.resolve(file), checkout.resolve(file));
        }
        launcher();
    }

    private void launcher() throws IOException {
        Path launcher = checkout.resolve("deploy").resolve("metroon");
        Files.writeString(
                launcher, """
                #!/bin/sh
                [ "$1" != up ] || set -- "$@" --http-port %d
                exec '%s' "$@"
                """.formatted(cluster.port(), Launcher.home().resolve("bin/metroon")));
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException("can't make " + launcher + " executable");
        }
    }

    /** Gives commands of a document to a shell, and tells what it prints in the document's terms. */
    Launcher.Result run(String commands) throws IOException, InterruptedException {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        ProcessBuilder shell = new ProcessBuilder(List.of("sh", "-euc", here(commands)));
        shell.environment().put("HOME", home.toString());
        shell.environment().put("METROON_CLI_JAVA_OPTS", "-Duser.home=" + home);
        shell.environment().putIfAbsent("METROON_JAVA_OPTS", Launcher.NODE_OPTIONS);
        Process process = shell.directory(checkout.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                throw new IllegalStateException("still running after " + MINUTES_MAX + " minutes: " + commands);
            }
            return new Launcher.Result(process.exitValue(), there(out), there(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private String here(String text) {
        String told = text.replace("/tmp/", home.resolve("tmp") + "/");
        for (int node = 0; node < NODES_MAX; node++) {
            told = told.replace("127.0.0.1:" + (PORT + node), "127.0.0.1:" + (cluster.port() + node));
        }
        return told;
    }

    private String there(Path file) throws IOException {
        String text = Files.readString(file).replace(home.resolve("tmp") + "/", "/tmp/");
        for (int node = 0; node < NODES_MAX; node++) {
            text = text.replace("127.0.0.1:" + (cluster.port() + node), "127.0.0.1:" + (PORT + node));
        }
        return text;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
