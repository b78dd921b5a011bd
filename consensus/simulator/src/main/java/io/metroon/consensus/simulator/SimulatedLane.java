package io.metroon.consensus.simulator;

import io.metroon.replica.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * A thread in virtual time: tasks one at a time, in the order given. The time that a task takes passes before it: what it
 * does is seen when it is done. Now and then the thread isn't scheduled for a while.
 */
final class SimulatedLane implements Lane {
    private final SimulatedProcess process;
    private final EventQueue events;
    private final Chance chance;
    private final LongSupplier taskNanos;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** The supplier says how long the next task takes. */
    SimulatedLane(SimulatedProcess process, EventQueue events, Chance chance, LongSupplier taskNanos) {
        this.process = process;
        this.events = events;
        this.chance = chance;
        this.taskNanos = taskNanos;
    }

    @Override
    public void execute(Runnable task) {
        waiting.addLast(task);
        if (!busy) {
            beginFirst();
        }
    }

    private void beginFirst() {
        busy = true;
        long nanos = taskNanos.getAsLong();
        if (chance.with(process.hiccups())) {
            nanos += chance.exponential(5_000_000);
        }
        events.after(nanos, () -> process.whenRunning(this::finishFirst));
    }

    private void finishFirst() {
        process.run(waiting.removeFirst());
        busy = false;
        if (!waiting.isEmpty()) {
            beginFirst();
        }
    }
}
