package io.metroon.node.command;

import io.metroon.node.local.ClusterDirectory;
import io.metroon.node.local.RefusedException;
import io.metroon.node.local.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code metroon restore}. */
@Command(
        name = "restore",
        description = "Make a new cluster from a backup. A damaged backup is refused, and DIR is not made.")
public final class RestoreCommand extends LocalCommand {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("backup");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The new cluster's directory.")
    private Path data = Path.of("data");

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes it has (default: ${DEFAULT-VALUE}).")
    private int nodes = 3;

    @Option(
            names = "--without-content",
            description =
                    "Restore also from a backup that only refers to the content of large files: they can't be read.")
    private boolean withoutContent;

    @Override
    void run(Output out) throws IOException, RefusedException {
        ClusterDirectory directory = directory(data);
        Restore.Restored restored =
                new Restore(file, directory, nodes, withoutContent).run(new ProgressLine("Checking", out));
        List<String> lines = new ArrayList<>();
        lines.add("Restored revision " + restored.revision() + " to " + directory.display() + ", "
                + (nodes == 1 ? "1 node" : nodes + " nodes") + "; start it with metroon up --data "
                + directory.display());
        if (restored.kept().chunks() > 0) {
            lines.add("Content: " + restored.kept().chunks() + " chunks, "
                    + restored.kept().octets() + " octets, at every node");
        }
        if (restored.lacking().chunks() > 0) {
            lines.add("Without content: files of " + restored.lacking().chunks() + " chunks, "
                    + restored.lacking().octets() + " octets, can't be read until these are in node-1/content");
        }
        out.result(new LinesReport("done", lines));
    }
}
