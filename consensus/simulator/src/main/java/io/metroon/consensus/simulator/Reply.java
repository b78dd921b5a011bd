package io.metroon.consensus.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a client hears.
 *
 * @param slot at which the command took effect, or whose state was read; negative when the attempt failed
 * @param value the answer
 * @param asOf for a read of bounded staleness, the true time of which it says that it saw all that was acknowledged before
 */
record Reply(long slot, @Nullable Object value, long asOf) {
    /** The attempt came to nothing, or to nothing known. */
    static final Reply FAILED = new Reply(-1, null);

    /** One that says nothing of time. */
    Reply(long slot, @Nullable Object value) {
        this(slot, value, 0);
    }

    boolean failed() {
        return slot < 0;
    }
}
