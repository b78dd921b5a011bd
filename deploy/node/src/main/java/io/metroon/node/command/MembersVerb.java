package io.metroon.node.command;

import io.metroon.cli.ClusterOptions;
import io.metroon.client.MetroonClient;
import io.metroon.node.local.ClusterDirectory;
import io.metroon.node.local.LocalMembers;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** What the verbs of {@code metroon members} that start or stop processes have in common. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class MembersVerb extends LocalCommand {
    @Mixin
    private ClusterOptions cluster;

    @Override
    public final String below() {
        return "members";
    }

    /** Does it, and says what was done. */
    abstract String change(LocalMembers members) throws IOException, RefusedException;

    @Override
    final void run(Output out) throws IOException, RefusedException {
        Optional<Path> data = cluster.directory();
        if (data.isEmpty()) {
            throw RefusedException.usage(
                    "this verb starts and stops processes of this machine: name their cluster with --data, not by URL");
        }
        ClusterDirectory directory = ClusterDirectory.of(data.get());
        try (MetroonClient client = cluster.connect()) {
            String done = change(new LocalMembers(directory, client, out::progress));
            out.result(new LinesReport("done", List.of(done)));
        }
    }
}
