package io.metroon.gateway;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Where changes of the cluster go. Any node passes them on to the leader. Thread-safe; never blocks the caller. */
@FunctionalInterface
public interface ClusterControl {
    /**
     * Asks for a change.
     *
     * @param onlyIn the epoch that must be in force; empty for whichever is
     * @param patience after which the outcome is {@link ClusterOutcome.Verdict#UNKNOWN}
     * @return what came of it; fails with a {@link io.metroon.namespace.ServiceException} when nothing was tried
     */
    CompletionStage<ClusterOutcome> change(ClusterChange change, OptionalLong onlyIn, Duration patience);
}
