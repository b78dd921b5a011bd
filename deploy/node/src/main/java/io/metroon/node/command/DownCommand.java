package io.metroon.node.command;

import io.metroon.node.local.LocalCluster;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metroon down}. */
@Command(name = "down", description = "Stop a cluster that \"up\" started, and wait for its processes.")
public final class DownCommand extends LocalCommand {
    @Option(names = "--data", paramLabel = "DIR", description = "Where the data is (default: ~/.metroon/default).")
    private @Nullable Path data;

    @Option(names = "--purge", description = "Delete the data then.")
    private boolean purge;

    @Override
    void run(Output out) throws IOException, RefusedException {
        List<String> done = new LocalCluster(directory(data), out::progress).down(purge);
        out.result(new LinesReport("done", done));
    }
}
