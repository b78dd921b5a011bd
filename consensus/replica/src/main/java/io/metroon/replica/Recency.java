package io.metroon.replica;

import io.metroon.consensus.Freshness;
import io.metroon.consensus.Lease;
import io.metroon.consensus.SteadyTime;
import io.metroon.replica.ReplicaException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What reads may rest on without asking anybody: the lease of this node, if it leads, and how fresh its state is. Written on
 * the loop, read on any thread; what is read is checked against the clocks of that moment.
 */
final class Recency {
    private static final int UNAPPLIED_MAX = 64;

    private final Surroundings.Clock clock;
    private final Deque<Freshness> unapplied = new ArrayDeque<>();
    private volatile Held held = new Held(Lease.NONE, 0);
    private volatile Freshness freshness = Freshness.NONE;

    /** A lease, and how often one was given up before. */
    private record Held(Lease lease, long turn) {}

    Recency(Surroundings.Clock clock) {
        this.clock = clock;
    }

    private SteadyTime now() {
        // The monotonic clock first: should this thread sleep in between, the clocks disagree, and nothing holds.
        long monotonicNanos = clock.monotonicNanos();
        return SteadyTime.of(monotonicNanos, clock.wallClockMillis());
    }

    // ---- the lease ----

    void leaseChanged(Lease lease) {
        long turn = held.turn();
        held = new Held(lease, lease.equals(Lease.NONE) ? turn + 1 : turn);
    }

    boolean holdsLease() {
        return held.lease().holdsAt(now());
    }

    /** Whether the lease held now has been held all the time since {@link #turn} was this. */
    boolean holdsLeaseSince(long turn) {
        Held mine = held;
        return mine.turn() == turn && mine.lease().holdsAt(now());
    }

    /** Changes whenever a lease is given up. */
    long turn() {
        return held.turn();
    }

    // ---- freshness ----

    void confirmed(Freshness newer, long applied) {
        if (unapplied.size() >= UNAPPLIED_MAX) {
            // Those in the middle are the least use: the oldest is applied first, the newest is the freshest.
            unapplied.removeLast();
        }
        unapplied.addLast(newer);
        applied(applied);
    }

    void applied(long slot) {
        while (!unapplied.isEmpty() && unapplied.peekFirst().slot() <= slot) {
            freshness = unapplied.removeFirst();
        }
    }

    /**
     * Leave to read at a slot that is applied, if the state is new enough.
     *
     * @throws ReplicaException naming the staleness that this replica could give
     */
    ReadPosition bounded(Duration staleness, long applied) {
        Freshness mine = freshness;
        if (!isWithin(staleness, mine)) {
            String could = age(mine)
                    .map(nanos ->
                            "it may be " + Math.max(1, Duration.ofNanos(nanos).toMillis()) + " ms old")
                    .orElse("no leader has confirmed lately how old it is");
            throw new ReplicaException(
                    Kind.UNAVAILABLE, "this replica's state is not within " + staleness.toMillis() + " ms: " + could);
        }
        return new ReadPosition(applied, () -> isWithin(staleness, mine));
    }

    private boolean isWithin(Duration staleness, Freshness mine) {
        return age(mine).map(nanos -> nanos <= staleness.toNanos()).orElse(false);
    }

    private Optional<Long> age(Freshness mine) {
        long nanos = mine.ageNanos(now());
        return mine.equals(Freshness.NONE) || nanos == Long.MAX_VALUE ? Optional.empty() : Optional.of(nanos);
    }
}
