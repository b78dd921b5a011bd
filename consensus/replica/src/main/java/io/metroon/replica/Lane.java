package io.metroon.replica;

/**
 * Where one duty runs: tasks one at a time, in the order given, never inside the caller. In production a thread of its
 * own that is never interrupted (an interrupt closes a FileChannel); in the simulator a queue in virtual time.
 */
@FunctionalInterface
public interface Lane {
    /** Runs the task after all those given before. A task that throws stops the node. */
    void execute(Runnable task);
}
