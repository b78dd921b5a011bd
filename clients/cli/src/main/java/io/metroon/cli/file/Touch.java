package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.Attributes;
import io.metroon.client.BlockingMetroonClient;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Operation;
import io.metroon.client.RefusedException;
import io.metroon.client.Stat;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code touch}. */
@Command(name = "touch", description = "Create empty files, or set the times of what exists to now.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Touch implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "-c", description = "Create nothing.")
    private boolean noCreate;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "The files.")
    private List<MetroonPath> paths;

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            for (MetroonPath path : paths) {
                Stat touched = touch(client.blocking(), path);
                print.json(json -> StatText.fill(json, touched));
            }
        }
    }

    private Stat touch(BlockingMetroonClient client, MetroonPath path) {
        if (!noCreate) {
            try {
                return client.createFile(path);
            } catch (RefusedException exists) {
                if (!exists.code().equals("EEXIST")) {
                    throw exists;
                }
            }
        }
        Instant now = Instant.now();
        return client.execute(new Operation.SetAttributes(
                        path, true, Attributes.NONE.atime(now).mtime(now), io.metroon.client.Precondition.NONE))
                .stat()
                .orElseThrow();
    }
}
