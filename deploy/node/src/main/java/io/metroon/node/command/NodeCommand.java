package io.metroon.node.command;

import io.metroon.cli.MetroonCommand;
import io.metroon.node.NodeRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metroon node}. */
@Command(
        name = "node",
        description = "Run one node in the foreground, for systemd and containers.",
        footer = {
            "",
            "SIGTERM drains and closes it. Exit codes: 0 stopped, 1 not allowed to start, 70 failed while running."
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
