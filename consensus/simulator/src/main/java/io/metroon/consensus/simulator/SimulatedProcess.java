package io.metroon.consensus.simulator;

import io.metroon.consensus.simulator.check.Violation;
import io.metroon.consensus.simulator.disk.PowerCut;
import java.util.ArrayDeque;
import java.util.Deque;

/** One incarnation of a node, from start to crash: its lanes, its clock, and whether it runs at the moment. */
final class SimulatedProcess {
    private final SimulatedHost<?, ?> host;
    private final EventQueue events;
    private final double hiccups;
    private final SimulatedLane loop;
    private final SimulatedLane log;
    private final SimulatedLane apply;
    private final SimulatedLane snapshot;
    private final Deque<Runnable> deferred = new ArrayDeque<>();
    private boolean alive = true;
    private boolean stopped;
    private boolean paused;

    SimulatedProcess(SimulatedHost<?, ?> host, EventQueue events, Chance chance, double hiccups) {
        this.host = host;
        this.events = events;
        this.hiccups = hiccups;
        this.loop = new SimulatedLane(this, events, chance, () -> chance.between(1_000L, 20_000L));
        this.log = new SimulatedLane(this, events, chance, host.disk().faults()::taskNanos);
        this.apply = new SimulatedLane(this, events, chance, () -> chance.between(1_000L, 50_000L));
        this.snapshot = new SimulatedLane(this, events, chance, () -> chance.between(10_000L, 5_000_000L));
    }

    SimulatedLane loop() {
        return loop;
    }

    SimulatedLane log() {
        return log;
    }

    SimulatedLane apply() {
        return apply;
    }

    SimulatedLane snapshot() {
        return snapshot;
    }

    /** How likely a thread isn't scheduled for a while when a task arrives. */
    double hiccups() {
        return hiccups;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether it said that it must stop. */
    boolean isStopped() {
        return stopped;
    }

    void markStopped() {
        stopped = true;
    }

    /** Runs a task of this process. */
    void run(Runnable task) {
        try {
            task.run();
        } catch (PowerCut cut) {
            // The disk knows; the host looks after every task, for the cut may also be hidden in a failed future.
        } catch (Violation violation) {
            throw violation;
        } catch (RuntimeException | Error failure) {
            host.onStop("a task failed: " + failure, failure);
        }
        host.afterTask(this);
    }

    /** Now, or when the pause is over, or never when the process is dead. */
    void whenRunning(Runnable action) {
        if (paused) {
            deferred.addLast(action);
        } else if (alive) {
            action.run();
        }
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        while (!deferred.isEmpty()) {
            Runnable action = deferred.removeFirst();
            events.after(0, () -> whenRunning(action));
        }
    }

    void die() {
        alive = false;
        deferred.clear();
    }
}
