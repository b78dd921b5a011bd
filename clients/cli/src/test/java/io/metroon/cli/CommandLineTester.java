package io.metroon.cli;

import io.metroon.client.loopback.LoopbackCluster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs the command in this process against a loopback cluster and keeps what it prints. */
public final class CommandLineTester implements AutoCloseable {
    private final LoopbackCluster cluster = LoopbackCluster.start(2);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path home;
    private byte[] input = {};

    /** With this home directory. */
    public CommandLineTester(Path home) {
        this.home = home;
    }

    /** What it talks to. */
    public LoopbackCluster cluster() {
        return cluster;
    }

    /** Standard input of the next run. */
    public CommandLineTester input(byte[] octets) {
        input = octets;
        return this;
    }

    /** Runs a verb on the cluster; the exit code. */
    public int run(String... args) {
        return runWith(Map.of("METROON_ENDPOINTS", cluster.endpoints()), args);
    }

    /** Runs a verb with this environment; the exit code. */
    public int runWith(Map<String, String> environment, String... args) {
        out.reset();
        err.reset();
        PrintStream printed = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream complained = new PrintStream(err, true, StandardCharsets.UTF_8);
        int code = Main.run(
                new Terminal(new ByteArrayInputStream(input), printed, complained, false, false, environment, home),
                args);
        printed.flush();
        return code;
    }

    /** What the last run printed. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The same, octet by octet. */
    public byte[] outOctets() {
        return out.toByteArray();
    }

    /** What the last run complained of. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
