package io.metroon.node.command;

import io.metroon.node.config.NodeDirectory;
import io.metroon.node.local.LocalCluster;
import io.metroon.node.local.LogTail;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metroon logs}. */
@Command(name = "logs", description = "Show the last lines that each node of a local cluster logged.")
public final class LogsCommand extends LocalCommand {
    @Option(names = "--data", paramLabel = "DIR", description = "Where the data is (default: ~/.metroon/default).")
    private @Nullable Path data;

    @Option(names = "--node", paramLabel = "N", description = "Only this node.")
    private @Nullable Integer node;

    @Option(names = "-n", paramLabel = "LINES", description = "How many lines of each (default: ${DEFAULT-VALUE}).")
    private int lines = 20;

    @Override
    void run(Output out) throws IOException, RefusedException {
        Map<Integer, NodeDirectory> nodes = new LocalCluster(directory(data), out::progress).nodeDirectories();
        if (node != null && !nodes.containsKey(node)) {
            throw RefusedException.usage(
                    "there is no node " + node + " in " + directory(data).display());
        }
        List<String> shown = new ArrayList<>();
        for (Map.Entry<Integer, NodeDirectory> entry : nodes.entrySet()) {
            if (node == null || node.equals(entry.getKey())) {
                String prefix = "node-" + entry.getKey() + "  ";
                new LogTail(entry.getValue().nodeLog())
                        .last(Math.max(1, lines))
                        .forEach(line -> shown.add(prefix + line));
            }
        }
        out.result(new LinesReport("lines", shown));
    }
}
