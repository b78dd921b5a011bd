package io.metroon.node;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads on which queries are evaluated, so that a page fault of the mapped store stops no event loop. What finds
 * the queue full is rejected, which the caller answers as overload.
 */
final class Readers implements Executor, AutoCloseable {
    private static final int WAITING_MAX = 8_192;

    private final ThreadPoolExecutor pool;

    Readers(int node, int threads) {
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "metroon-" + node + "-reader-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Queries that wait for a thread. */
    int waiting() {
        return pool.getQueue().size();
    }

    /** Refuses new queries and lets those that run end, for a second at most. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(1, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
