package io.metroon.client;

/** How fresh a read must be: the trade between consistency and availability, made with each call. */
public sealed interface ReadMode {
    /** Sees every operation acknowledged before it began, whoever acknowledged it. Needs a quorum. The default. */
    ReadMode LINEARIZABLE = new Linearizable();
    /** Sees everything that this client has written or read. Waits for a node to catch up, needs no quorum. */
    ReadMode OWN_WRITES = new OwnWrites();
    /** Whatever the node that answers has applied; may be older than this client's own writes. Needs nobody. */
    ReadMode STALE = new Stale();

    /** Sees at least the state at {@code revision}; waits for it within the timeout. */
    static ReadMode atLeast(long revision) {
        return new AtLeast(revision);
    }

    /** {@link #LINEARIZABLE}. */
    record Linearizable() implements ReadMode {}

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
