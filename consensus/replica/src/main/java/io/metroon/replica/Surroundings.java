package io.metroon.replica;

/**
 * All that a replica needs from the world besides its disk and its peers.
 *
 * @param loop owns the core: every input goes through it
 * @param logLane does every write and sync of the log
 * @param applyLane does every change of the state machine
 * @param snapshotLane writes, fetches and checks snapshots
 * @param clock wall and monotonic time
 * @param onFatal told once, on any lane, why the node must stop
 */
public record Surroundings(
        Lane loop, Lane logLane, Lane applyLane, Lane snapshotLane, Clock clock, FatalHandler onFatal) {

    /** Time. */
    public interface Clock {
        /** Milliseconds since 1970; may jump. For stamps only. */
        long wallClockMillis();

        /** Nanoseconds from an arbitrary origin; never jumps. */
        long monotonicNanos();

        /** Runs the task on the loop every {@link #TICK_MILLIS} until the replica is closed. */
        AutoCloseable everyTick(Runnable task);

        /** The span of a tick. */
        int TICK_MILLIS = 10;
    }

    /** Learns that the node must stop. */
    @FunctionalInterface
    public interface FatalHandler {
        /** Stops the node: nothing more is written or sent. */
        void stop(String reason, Throwable cause);
    }
}
