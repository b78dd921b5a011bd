package io.metroon.cli.file;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Terminal;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cat}. */
@Command(name = "cat", description = "Print the content of files.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Cat implements Runnable {
    private final Terminal terminal;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "The files.")
    private List<MetroonPath> paths;

    Cat(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (MetroonClient client = cluster.connect()) {
            for (MetroonPath path : paths) {
                client.blocking().getContent(path, terminal.out());
            }
        }
    }
}
