package io.metroon.cli.cluster;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.ExitCode;
import io.metroon.cli.Printing;
import io.metroon.cli.Terminal;
import io.metroon.client.Cluster;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}. */
@Command(
        name = "status",
        description = {
            "Show the nodes of a cluster: roles, revisions, lag, disk and digests.",
            "Exit code 3 without a leader."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Status implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    @Option(names = "--watch", description = "Show it again every second, until interrupted.")
    private boolean watch;

    Status(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (MetroonClient client = cluster.connect()) {
            while (watch) {
                showAgain(client);
                terminal.out().flush();
                TimeUnit.SECONDS.sleep(1);
            }
            Cluster seen = client.blocking().cluster();
            show(seen);
            return seen.leader().isPresent() ? ExitCode.DONE : ExitCode.UNAVAILABLE;
        }
    }

    private void showAgain(MetroonClient client) {
        if (terminal.outIsScreen() && !print.isJson()) {
            print.line("\u001B[H\u001B[2J");
        }
        try {
            show(client.blocking().cluster());
        } catch (MetroonException unavailable) {
            print.line(String.valueOf(unavailable.getMessage()));
        }
    }

    private void show(Cluster seen) {
        print.json(json -> ClusterText.fill(json, seen));
        ClusterText.lines(seen).forEach(print::line);
    }
}
