package io.metroon.replica;

import java.time.Duration;

/** How new the state must be that a read is evaluated on, and so what has to be asked for it. */
public sealed interface ReadLevel {
    /** The level for reads that say nothing else. */
    ReadLevel DEFAULT = new Linearizable();

    /**
     * Everything acknowledged anywhere before the read began. The leader gives a position and has a block of voters confirm
     * that it still leads. Costs a round trip, shared by all reads that wait; two at a follower.
     */
    record Linearizable() implements ReadLevel {}

    /**
     * The same, but a leader that holds a lease answers by itself. Rests on the rates of clocks as the setting bounds them.
     * At a follower, or while no lease is held, it is {@link Linearizable}.
     */
    record Lease() implements ReadLevel {}

    /**
     * The same, but q1 voters are asked what they hold, and no leader. Costs a round trip, and waiting until everything they
     * named is applied here; when that takes too long it becomes {@link Linearizable}.
     */
    record Quorum() implements ReadLevel {}

    /**
     * Everything acknowledged anywhere until some time ago. Costs nothing; refused as {@link
     * ReplicaException.Kind#UNAVAILABLE} when this replica cannot tell that its state is so new.
     *
     * @param staleness at most, on this replica's own clock; positive
     */
    record Bounded(Duration staleness) implements ReadLevel {
        /** Checks the bound. */
        public Bounded {
            if (staleness.isNegative() || staleness.isZero()) {
                throw new IllegalArgumentException("a bound of " + staleness + " on staleness is none");
            }
        }
    }

    /**
     * Everything up to a slot: a client that names the newest it has seen reads its own writes, and never goes back.
     *
     * @param slot to be applied here
     */
    record AtLeast(long slot) implements ReadLevel {}

    /** Whatever is applied here. */
    record Stale() implements ReadLevel {}
}
