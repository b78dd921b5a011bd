package io.metroon.cli.cluster;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.Cluster;
import io.metroon.client.MetroonClient;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code members}. */
@Command(name = "members", description = "Show who belongs to a cluster.", subcommands = Members.ListVerb.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Members implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what about the members? \"metroon members list\" lists them");
    }

    /** {@code members list}. */
    @Command(name = "list", description = "List the members of the epoch in force.")
    static final class ListVerb implements Runnable {
        @Mixin
        private ClusterOptions cluster;

        @Mixin
        private Printing print;

        @Override
        public void run() {
            try (MetroonClient client = cluster.connect()) {
                Cluster seen = client.blocking().cluster();
                print.json(json -> ClusterText.fill(json, seen));
                seen.nodes().forEach(this::show);
            }
        }

        private void show(Cluster.Node node) {
            print.line(String.format(
                    Locale.ROOT, "%-4s %-28s peer %-22s %s", node.id(), node.url(), node.peer(), node.role()));
        }
    }
}
