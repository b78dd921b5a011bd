package io.metroon.replica;

import java.util.function.BooleanSupplier;

/**
 * Leave to evaluate a read, and what it rests on. A slot is applied when the caller gets it. What rests on a clock may cease
 * to hold while the read is evaluated (a thread may sleep as long as it likes): so evaluate, then ask {@link #stillHolds},
 * and if it doesn't, throw the result away and ask for another position.
 */
public final class ReadPosition {
    private final long slot;
    private final BooleanSupplier holds;

    ReadPosition(long slot, BooleanSupplier holds) {
        this.slot = slot;
        this.holds = holds;
    }

    /** A slot that is applied here; the state on which the read is evaluated is this one or a later one. */
    public long slot() {
        return slot;
    }

    /** Whether a result that was computed since, and until now, may be given to the client. On any thread. */
    public boolean stillHolds() {
        return holds.getAsBoolean();
    }
}
