package io.metroon.consensus;

/**
 * What a replica knows of how fresh its state is: everything acknowledged anywhere before a moment on its own clocks is in
 * the slots up to one.
 *
 * @param asOf the moment
 * @param slot once applied, the state is as fresh as that
 * @param toleranceNanos how far the clocks may disagree about the time since
 */
public record Freshness(SteadyTime asOf, long slot, long toleranceNanos) {
    /** Nothing is known. */
    public static final Freshness NONE = new Freshness(new SteadyTime(0, 0), Long.MAX_VALUE, -1);

    /**
     * The age at a moment, in nanoseconds of whichever of this replica's own clocks went further; {@link Long#MAX_VALUE} if
     * they disagree.
     */
    public long ageNanos(SteadyTime now) {
        boolean steady = now.disagreementNanos(asOf) <= toleranceNanos;
        return steady ? now.elapsedNanos(asOf) : Long.MAX_VALUE;
    }
}
