package io.metroon.node;

import io.metroon.consensus.CoreView;
import io.metroon.namespace.Command;
import io.metroon.namespace.CommandCodec;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.replica.Replica;
import io.metroon.replica.condition.Need;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Proposes {@link Command.Reclaim} while there is something to reclaim, on the leader only: freeing what a recursive delete
 * detached, and letting expired keys go, are ordinary log entries, so that all replicas do the same. One at a time, so that
 * a large delete never crowds out requests.
 */
final class Housekeeping implements Runnable {
    // At 3 microseconds a row, about what a thousand small commands cost; users wait for it at most once.
    private static final int ENTRIES_MAX = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Namespace namespace;
    private final Replica<Answer> replica;
    private final NodeContent content;
    private final long lingerMillis;
    private CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);

    Housekeeping(Namespace namespace, Replica<Answer> replica, NodeContent content, long lingerMillis) {
        this.namespace = namespace;
        this.replica = replica;
        this.content = content;
        this.lingerMillis = lingerMillis;
    }

    /** Looks once; to be called from time to time, on any thread. Does not wait for the log. */
    @Override
    public synchronized void run() {
        if (underWay.isDone() && (hasReclaimable() || content.waitsForClock())) {
            // What is refused or lost is proposed again at the next look.
            Command reclaim = new Command.Reclaim(ENTRIES_MAX, lingerMillis);
            underWay = replica.propose(CommandCodec.encode(reclaim, null), Need.SHRINKS, PATIENCE);
        }
    }

    private boolean hasReclaimable() {
        boolean leads = replica.status().view().role() == CoreView.Role.LEADING;
        return leads && namespace.hasReclaimable(System.currentTimeMillis(), lingerMillis);
    }
}
