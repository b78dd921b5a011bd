package io.metroon.namespace;

import java.time.Duration;

/** How fresh an answer must be: the trade between consistency and availability, chosen with each read. */
public sealed interface ReadMode {
    /** Sees every operation acknowledged before it began, whoever acknowledged it. Needs a majority and its leader. */
    record Linearizable() implements ReadMode {}

    /**
     * The same, without a round trip at a leader that holds a lease, as far as the rates of clocks are bounded as configured.
     * Elsewhere it is {@link Linearizable}.
     */
    record Lease() implements ReadMode {}

    /** The same, from a phase-1 quorum of voters rather than the leader. Needs a majority. */
    record Quorum() implements ReadMode {}

    /**
     * Sees every operation acknowledged up to some time before it began. Asks nobody, waits for nothing; refused where the
     * state may be older.
     *
     * @param staleness at most; positive
     */
    record Bounded(Duration staleness) implements ReadMode {}

    /**
     * Sees at least this revision; waits for it within the deadline.
     *
     * @param revision the least revision
     */
    record AtLeast(long revision) implements ReadMode {}

    /** Answers from what this node has applied, labelled with its revision. Needs nobody. */
    record Stale() implements ReadMode {}
}
