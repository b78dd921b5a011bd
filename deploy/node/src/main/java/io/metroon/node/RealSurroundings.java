package io.metroon.node;

import io.metroon.replica.Surroundings;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads and clocks of a real machine: one thread for each lane, one that ticks. The threads carry the node's number in
 * their names.
 */
final class RealSurroundings implements AutoCloseable {
    private final ThreadLane loop;
    private final ThreadLane log;
    private final ThreadLane apply;
    private final ThreadLane snapshot;
    private final ScheduledExecutorService ticker;
    private final Surroundings.FatalHandler onFatal;

    RealSurroundings(int node, Surroundings.FatalHandler onFatal) {
        this.onFatal = onFatal;
        loop = lane(node, "loop");
        log = lane(node, "log");
        apply = lane(node, "apply");
        snapshot = lane(node, "snapshot");
        ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "metroon-" + node + "-ticker");
            thread.setDaemon(true);
            return thread;
        });
    }

    private ThreadLane lane(int node, String duty) {
        return new ThreadLane(
                "metroon-" + node + "-" + duty,
                failure -> onFatal.stop("a task of the " + duty + " lane failed", failure));
    }

    /** What a replica is given. */
    Surroundings surroundings() {
        return new Surroundings(loop, log, apply, snapshot, new RealClock(), onFatal);
    }

    /** Tasks waiting, by lane. */
    List<Waiting> waiting() {
        return List.of(
                new Waiting("loop", loop),
                new Waiting("log", log),
                new Waiting("apply", apply),
                new Waiting("snapshot", snapshot));
    }

    /**
     * A lane to be watched.
     *
     * @param duty its name
     * @param lane the lane
     */
    record Waiting(String duty, ThreadLane lane) {}

    /** Ends all threads when their work is done. The replica is closed before. */
    @Override
    public void close() {
        ticker.shutdownNow();
        List.of(loop, snapshot, apply, log).forEach(ThreadLane::close);
    }

    private final class RealClock implements Surroundings.Clock {
        @Override
        public long wallClockMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }

        // At most one tick waits on the loop: after a pause the messages that piled up come before further ticks, so
        // that
        // a node which was stopped for a while does not mistake its own absence for its leader's.
        @Override
        public AutoCloseable everyTick(Runnable task) {
            AtomicBoolean waits = new AtomicBoolean();
            ScheduledFuture<?> ticks = ticker.scheduleAtFixedRate(
                    () -> {
                        if (waits.compareAndSet(false, true)) {
                            loop.execute(() -> {
                                waits.set(false);
                                task.run();
                            });
                        }
                    },
                    TICK_MILLIS,
                    TICK_MILLIS,
                    TimeUnit.MILLISECONDS);
            return () -> ticks.cancel(false);
        }
    }
}
