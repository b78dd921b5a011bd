package io.metroon.node.command;

import io.metroon.cli.MetroonCommand;
import io.metroon.node.NodeExit;
import io.metroon.node.NodeRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metroon node}. */
@Command(
        name = "node",
        description = "Run one node in the foreground, for systemd and containers.",
        footer = {"", "SIGTERM drains and closes it."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            NodeExit.STOPPED + ":told to stop, and closed cleanly",
            NodeExit.REFUSED + ":not allowed to start, or not able to: the last line of the log says why",
            NodeExit.USAGE + ":the command line makes no sense",
            NodeExit.OUT_OF_MEMORY + ":out of memory: -Xmx in METROON_JAVA_OPTS gives it more",
            NodeExit.FAILED + ":had to stop while it recovered or ran: a disk failed, or an invariant broke"
        })
public final class NodeCommand implements Callable<Integer>, MetroonCommand {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config = Path.of("node.yaml");

    @Override
    public Integer call() {
        NodeRun.logPlainly();
        return new NodeRun(config).untilStopped();
    }
}
