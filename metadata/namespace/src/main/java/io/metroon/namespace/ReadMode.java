package io.metroon.namespace;

/** How fresh an answer must be: the trade between consistency and availability, chosen with each read. */
public sealed interface ReadMode {
    /** Sees every operation acknowledged before it began, whoever acknowledged it. Needs a quorum. */
    record Linearizable() implements ReadMode {}

    /**
     * Sees at least this revision; waits for it within the deadline.
     *
     * @param revision the least revision
     */
    record AtLeast(long revision) implements ReadMode {}

    /** Answers from what this node has applied, labelled with its revision. Needs nobody. */
    record Stale() implements ReadMode {}
}
