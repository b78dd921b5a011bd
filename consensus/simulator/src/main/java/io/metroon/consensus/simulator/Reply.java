package io.metroon.consensus.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a client hears.
 *
 * @param slot at which the command took effect, or whose state was read; 0 when the attempt failed
 * @param value the answer
 */
record Reply(long slot, @Nullable Object value) {
    /** The attempt came to nothing, or to nothing known. */
    static final Reply FAILED = new Reply(0, null);

    boolean failed() {
        return this == FAILED;
    }
}
