package io.metroon.consensus;

/**
 * Until when a leader may answer reads by itself: nobody else is elected before.
 *
 * @param since when the leader asked the voters that stand for it
 * @param untilNanos on the leader's monotonic clock
 * @param toleranceNanos how far its clocks may disagree about the time since
 */
public record Lease(SteadyTime since, long untilNanos, long toleranceNanos) {
    /** None at all. */
    public static final Lease NONE = new Lease(new SteadyTime(0, 0), Long.MIN_VALUE, 0);

    /** Whether it holds at a moment of the leader's own clocks. */
    public boolean holdsAt(SteadyTime now) {
        return untilNanos != Long.MIN_VALUE
                && now.monotonicNanos() - untilNanos < 0
                && now.disagreementNanos(since) <= toleranceNanos;
    }
}
