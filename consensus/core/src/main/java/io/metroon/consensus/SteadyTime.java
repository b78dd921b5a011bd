package io.metroon.consensus;

/**
 * A moment on a node's two clocks. Between two moments both advance alike, unless the machine was suspended, when the
 * monotonic one stands still, or somebody set the wall clock. Neither can be told from the other, so neither is trusted.
 *
 * @param monotonicNanos nanoseconds from an origin of this process
 * @param wallClockNanos nanoseconds since 1970, in steps of a millisecond
 */
public record SteadyTime(long monotonicNanos, long wallClockNanos) {
    /** Of clocks read one after the other. */
    public static SteadyTime of(long monotonicNanos, long wallClockMillis) {
        return new SteadyTime(monotonicNanos, wallClockMillis * 1_000_000);
    }

    /** The time since another moment, by the clock that went further. */
    public long elapsedNanos(SteadyTime since) {
        return Math.max(monotonicNanos - since.monotonicNanos, wallClockNanos - since.wallClockNanos);
    }

    /** By how much the clocks disagree about the time since another moment. */
    public long disagreementNanos(SteadyTime since) {
        long monotonic = monotonicNanos - since.monotonicNanos;
        long wall = wallClockNanos - since.wallClockNanos;
        return Math.abs(wall - monotonic);
    }
}
