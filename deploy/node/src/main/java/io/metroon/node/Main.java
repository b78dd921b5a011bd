package io.metroon.node;

import java.nio.file.Path;

/** The process of one node: {@code java io.metroon.node.Main CONFIG}. */
public final class Main {
    private Main() {}

    /** Runs until it is told to stop by SIGTERM, or fails; ends the process with a code of {@link NodeExit}. */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: io.metroon.node.Main CONFIG");
            Runtime.getRuntime().halt(NodeExit.USAGE);
        }
        NodeRun.logPlainly();
        System.exit(new NodeRun(Path.of(args[0])).untilStopped());
    }
}
