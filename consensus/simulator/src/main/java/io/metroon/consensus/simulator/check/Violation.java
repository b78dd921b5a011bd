package io.metroon.consensus.simulator.check;

/** An invariant does not hold. An Error, so that no handler of exceptions hides it. */
public final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    /** Names what was broken and how it was seen. */
    public Violation(Invariant invariant, String seen) {
        super(invariant + " (" + invariant.number() + "): " + seen);
        this.invariant = invariant;
    }

    /** What was broken. */
    public Invariant invariant() {
        return invariant;
    }
}
