package io.metroon.consensus.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a client hears.
 *
 * @param slot at which the command took effect, or whose state was read; negative when the attempt failed
 * @param value the answer
 */
record Reply(long slot, @Nullable Object value) {
    /** The attempt came to nothing, or to nothing known. */
    static final Reply FAILED = new Reply(-1, null);

    boolean failed() {
        return slot < 0;
    }
}
