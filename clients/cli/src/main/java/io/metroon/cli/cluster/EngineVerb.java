package io.metroon.cli.cluster;

import io.metroon.client.ClusterChange;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code engine}. */
@Command(
        name = "engine",
        description = {
            "Go on with another consensus engine, while the cluster is in use.",
            "The next epoch begins with it; what was written stays as it is."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EngineVerb extends Change {
    /** Which. */
    enum Engine {
        /** Multi-Paxos. */
        PAXOS,
        /** Raft. */
        RAFT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "ENGINE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Engine engine;

    @Override
    ClusterChange change() {
        return new ClusterChange.SwitchEngine(engine.toString());
    }
}
