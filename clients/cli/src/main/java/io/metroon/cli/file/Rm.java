package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.RefusedException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rm}. */
@Command(
        name = "rm",
        description = "Remove files, symbolic links and empty directories; with -r, directories with all they hold.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Rm implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Option(names = "-r", description = "Remove what directories hold too, in one step each.")
    private boolean recursive;

    @Option(names = "-f", description = "Say nothing about what does not exist.")
    private boolean force;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "What to remove.")
    private List<MetroonPath> paths;

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            for (MetroonPath path : paths) {
                remove(client, path);
            }
        }
    }

    private void remove(MetroonClient client, MetroonPath path) {
        try {
            client.blocking().delete(path, recursive);
        } catch (RefusedException refused) {
            if (!force || !refused.code().equals("ENOENT")) {
                throw refused;
            }
        }
    }
}
