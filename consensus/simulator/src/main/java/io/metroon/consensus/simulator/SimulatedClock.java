package io.metroon.consensus.simulator;

import io.metroon.replica.Surroundings;

/**
 * The clocks of one node: both run at a rate of their own; the wall clock may jump, and the monotonic one stands still
 * while the machine is suspended.
 */
final class SimulatedClock implements Surroundings.Clock {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final EventQueue events;
    private final SimulatedHost<?, ?> host;
    private final SimulatedProcess process;

    SimulatedClock(EventQueue events, SimulatedHost<?, ?> host, SimulatedProcess process) {
        this.events = events;
        this.host = host;
        this.process = process;
    }

    @Override
    public long wallClockMillis() {
        return EPOCH_MILLIS + (long) (events.now() * host.clockRate() / 1e6) + host.wallOffsetMillis();
    }

    @Override
    public long monotonicNanos() {
        return (long) ((events.now() - host.suspendedNanos()) * host.clockRate());
    }

    @Override
    public AutoCloseable everyTick(Runnable task) {
        Ticker ticker = new Ticker(task);
        ticker.schedule();
        return ticker;
    }

    private final class Ticker implements AutoCloseable {
        private final Runnable task;
        private boolean closed;

        Ticker(Runnable task) {
            this.task = task;
        }

        void schedule() {
            long nanos = (long) (TICK_MILLIS * 1e6 / host.clockRate());
            events.after(nanos, () -> process.whenRunning(this::tick));
        }

        private void tick() {
            if (!closed) {
                process.loop().execute(this::run);
                schedule();
            }
        }

        private void run() {
            if (!closed) {
                task.run();
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
