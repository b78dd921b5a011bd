package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.LocalPaths;
import io.metroon.cli.Printing;
import io.metroon.cli.Terminal;
import io.metroon.client.BlockingMetroonClient;
import io.metroon.client.ContentSource;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.RefusedException;
import io.metroon.client.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code put}. */
@Command(
        name = "put",
        description = {
            "Write a file's whole content, in one step.",
            "Of any size: it is sent as it is read, and shows only when all of it is kept."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Put implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Parameters(index = "0", paramLabel = "FILE", description = "A local file, or - for standard input.")
    private Path file;

    @Parameters(index = "1", paramLabel = "PATH", description = "The new file; into a directory, under its own name.")
    private MetroonPath path;

    Put(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!isStandardInput()) {
            requireReadable();
        }
        ContentSource content = isStandardInput() ? ContentSource.once(terminal.in()) : ContentSource.of(file);
        try (MetroonClient client = cluster.connect()) {
            Stat written = client.blocking().putContent(target(client.blocking()), content);
            print.json(json -> StatText.fill(json, written));
        }
        return 0;
    }

    /** Before a cluster is asked anything. */
    private void requireReadable() throws IOException {
        Files.newInputStream(file).close();
    }

    private boolean isStandardInput() {
        return file.toString().equals("-");
    }

    private MetroonPath target(BlockingMetroonClient client) {
        try {
            boolean inside = !isStandardInput() && client.stat(path).isDirectory();
            return inside ? path.resolve(LocalPaths.name(file)) : path;
        } catch (RefusedException absent) {
            return path;
        }
    }
}
