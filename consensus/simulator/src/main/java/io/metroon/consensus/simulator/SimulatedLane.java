package io.metroon.consensus.simulator;

import io.metroon.replica.Lane;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A thread in virtual time: tasks one at a time, in the order given. A task takes as long as its disk operations and a
 * little more; now and then the thread isn't scheduled for a while.
 */
final class SimulatedLane implements Lane {
    private final SimulatedProcess process;
    private final EventQueue events;
    private final Chance chance;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private long busyUntil;
    private boolean woken;

    SimulatedLane(SimulatedProcess process, EventQueue events, Chance chance) {
        this.process = process;
        this.events = events;
        this.chance = chance;
    }

    @Override
    public void execute(Runnable task) {
        events.after(process.elapsedNanos(), () -> process.whenRunning(() -> arrive(task)));
    }

    private void arrive(Runnable task) {
        if (chance.with(process.hiccups())) {
            busyUntil = Math.max(busyUntil, events.now()) + chance.exponential(5_000_000);
        }
        waiting.addLast(task);
        wake();
    }

    private void wake() {
        if (!woken && !waiting.isEmpty()) {
            if (busyUntil > events.now()) {
                woken = true;
                events.at(busyUntil, () -> process.whenRunning(this::onWake));
            } else {
                runFirst();
            }
        }
    }

    private void onWake() {
        woken = false;
        wake();
    }

    private void runFirst() {
        Runnable task = waiting.removeFirst();
        long took = process.run(task);
        busyUntil = events.now() + took + chance.between(1_000L, 20_000L);
        wake();
    }
}
