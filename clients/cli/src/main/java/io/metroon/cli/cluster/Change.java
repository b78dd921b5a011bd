package io.metroon.cli.cluster;

import io.metroon.cli.ClusterOptions;
import io.metroon.cli.Printing;
import io.metroon.client.ClusterChange;
import io.metroon.client.MetroonClient;
import picocli.CommandLine.Mixin;

/** A verb that changes the cluster by one request. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class Change implements Runnable {
    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Printing print;

    /** What to ask for. */
    abstract ClusterChange change();

    @Override
    public final void run() {
        ClusterChange change = change();
        try (MetroonClient client = cluster.connect()) {
            ClusterChange.Done done = client.blocking().change(change);
            print.json(json -> json.put("epoch", done.epoch())
                    .put("changed", done.changed())
                    .put("detail", done.detail()));
            print.line(done.changed() ? "Done: " + done.detail() : "Nothing to do: " + done.detail());
        }
    }
}
