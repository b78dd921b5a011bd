package io.metroon.client;

import java.time.Duration;

/**
 * How fresh a read must be: the trade between consistency and availability, made with each call. A node that cannot read as
 * freshly as asked refuses, and the client tries others until its timeout, so that {@link UnavailableException} means that
 * none of those it could reach can. {@code docs/consistency.md} says which level answers on which side of a partition.
 */
public sealed interface ReadMode {
    /**
     * Sees every operation acknowledged before it began, whoever acknowledged it, and so your own. Needs a majority and its
     * leader. Costs a round trip from the leader to a majority, shared by all reads that wait, and one more at a follower.
     * The default.
     */
    ReadMode LINEARIZABLE = new Linearizable();
    /**
     * The same guarantee, as long as clocks run at rates within the bound that the nodes were configured with. Costs nothing
     * at a leader that holds a lease; at a follower, or while leases are off, as they are by default, it is {@link
     * #LINEARIZABLE}.
     */
    ReadMode LEASE = new Lease();
    /**
     * The same guarantee as {@link #LINEARIZABLE}, without the leader: the node that answers asks a majority what it holds.
     * Costs a round trip, at any node, and waiting until what they hold is applied there. Needs a majority, and while that
     * holds what is not agreed on yet, a leader.
     */
    ReadMode QUORUM = new Quorum();
    /**
     * Sees everything that this client has written or read. Waits for a node to catch up, needs no quorum. Others' operations
     * may be missing, for as long as a node is cut off.
     */
    ReadMode OWN_WRITES = new OwnWrites();
    /**
     * Whatever the node that answers has applied; may be older than this client's own writes, and than its last read. Costs
     * nothing, needs nobody.
     */
    ReadMode STALE = new Stale();

    /**
     * Sees every operation acknowledged up to {@code staleness} before it began, on the clock of the node that answers; your
     * own last ones may be missing. Costs nothing and waits for nothing: a node that cannot tell that its state is so new
     * refuses. Nodes can tell two to four heartbeats at best, so that less than 200 ms is refused now and then.
     *
     * @param staleness at most, in whole milliseconds, 1 to 999,999,999 of them
     * @throws IllegalArgumentException when it is not
     */
    static ReadMode bounded(Duration staleness) {
        return new Bounded(staleness);
    }

    /** Sees at least the state at {@code revision}; waits for it within the timeout. Needs one node that gets there. */
    static ReadMode atLeast(long revision) {
        return new AtLeast(revision);
    }

    /** {@link #LINEARIZABLE}. */
    record Linearizable() implements ReadMode {}

    /** {@link #LEASE}. */
    record Lease() implements ReadMode {}

    /** {@link #QUORUM}. */
    record Quorum() implements ReadMode {}

    /**
     * {@link ReadMode#bounded(Duration)}.
     *
     * @param staleness at most; what is less than a millisecond of it is dropped
     */
    record Bounded(Duration staleness) implements ReadMode {
        private static final long MILLIS_MAX = 999_999_999;

        /** Checks the bound. */
        public Bounded {
            if (staleness.compareTo(Duration.ofMillis(1)) < 0
                    || staleness.compareTo(Duration.ofMillis(MILLIS_MAX)) > 0) {
                throw new IllegalArgumentException(
                        "staleness is bounded by 1 to " + MILLIS_MAX + " milliseconds, not by " + staleness);
            }
        }
    }

    /** {@link #OWN_WRITES}. */
    record OwnWrites() implements ReadMode {}

    /** {@link #STALE}. */
    record Stale() implements ReadMode {}

    /**
     * {@link ReadMode#atLeast(long)}.
     *
     * @param revision the least revision
     */
    record AtLeast(long revision) implements ReadMode {}
}
