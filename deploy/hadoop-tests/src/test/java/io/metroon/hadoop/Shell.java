package io.metroon.hadoop;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.util.ToolRunner;

/** {@code hadoop fs} without the script, for a program of one thread: what is printed meanwhile is taken for the shell's. */
final class Shell {
    private final Configuration configuration;

    Shell(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * What a command came to.
     *
     * @param exit its exit code
     * @param out what it printed
     * @param err what it complained about
     */
    record Printed(int exit, String out, String err) {}

    /** Runs a command, as in {@code -ls}, {@code /}. */
    Printed run(String... command) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
        try {
            int exit = ToolRunner.run(configuration, new FsShell(), command);
            return new Printed(
                    exit, printed.toString(StandardCharsets.UTF_8), complaints.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
