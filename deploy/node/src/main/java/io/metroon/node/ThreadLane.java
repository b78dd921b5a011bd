package io.metroon.node;

import io.metroon.replica.Lane;
import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane that is a plain thread of its own. Nobody else holds the thread, so nobody interrupts it.
 *
 * <p>The queue is bounded far above what admission lets through; a full one means that something upstream is broken, and is
 * answered as a task that failed would be: the node stops.
 */
final class ThreadLane implements Lane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLane.class);
    private static final int TASKS_MAX = 1 << 20;
    private static final int RUN_TASKS_MAX = 256;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>(TASKS_MAX);
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts a lane.
     *
     * @param name of its thread
     * @param onFailure told on the lane when a task threw; the lane goes on, whoever is told stops the node
     */
    ThreadLane(String name, Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void execute(Runnable task) {
        if (!tasks.offer(task) && !closed) {
            onFailure.accept(new IllegalStateException(thread.getName() + " has " + TASKS_MAX + " tasks waiting"));
        }
    }

    /** Tasks that wait; moves on while it is read. */
    int waiting() {
        return tasks.size();
    }

    private void run() {
        ArrayDeque<Runnable> run = new ArrayDeque<>();
        while (!closed || !tasks.isEmpty()) {
            run.add(next());
            tasks.drainTo(run, RUN_TASKS_MAX);
            while (!run.isEmpty()) {
                runOne(run.remove());
            }
        }
    }

    private Runnable next() {
        while (true) {
            try {
                return tasks.take();
            } catch (InterruptedException e) {
                // Not by us, and a reason for nothing: there is work to finish.
                LockSupport.parkNanos(1);
            }
        }
    }

    // The one place where an error must not end the thread silently.
    @SuppressWarnings("CatchingUnchecked")
    private void runOne(Runnable task) {
        if (Thread.interrupted()) {
            // Not by us either: a task that came at the same moment hides it from next(), and it would close the task's
            // files.
            LOG.warn("{} was interrupted, and goes on", thread.getName());
        }
        try {
            task.run();
        } catch (Throwable failure) {
            onFailure.accept(failure);
        }
    }

    /** Lets what waits run, then ends the thread; returns when it has ended. Not from a task of its own. */
    @Override
    public void close() {
        closed = true;
        tasks.offer(() -> {});
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
