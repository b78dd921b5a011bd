package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.PathArguments;
import io.metroon.cli.Printing;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Stat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ln -s}. */
@Command(name = "ln", description = "Make a symbolic link.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Ln implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "-s", required = true, description = "A symbolic link.")
    @SuppressWarnings("UnusedVariable") // required, and so always true; hard links have no verb yet
    private boolean symbolic;

    @Parameters(index = "0", paramLabel = "TARGET", description = "What the link says, word for word.")
    private String target;

    @Parameters(index = "1", paramLabel = "PATH", description = "The link.")
    private MetroonPath link;

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            Stat made = client.blocking().createSymlink(link, PathArguments.octets(target));
            print.json(json -> StatText.fill(json, made));
        }
    }
}
