package io.metroon.node.local;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Waits for nodes to become ready, together at most as long as told. */
final class Readiness {
    private static final Duration POLL = Duration.ofMillis(30);
    private static final Duration FIRST_WORD = Duration.ofSeconds(5);

    private final long began = System.nanoTime();
    private final Duration patience;
    private final Consumer<String> progress;
    private Duration nextWord = FIRST_WORD;

    /** Looks until something is done, it is not worth waiting any more, or patience ends; whether it was done. */
    static boolean poll(Duration patience, BooleanSupplier done, BooleanSupplier worthWaiting) {
        long began = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (!worthWaiting.getAsBoolean() || System.nanoTime() - began > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    Readiness(Duration patience, Consumer<String> progress) {
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Waits for one node.
     *
     * @param worthWaiting whether everything it depends on still runs
     * @return false when its process ended, waiting lost its point, or patience did
     */
    boolean await(ClusterFile.Node node, ProcessIdentity process, BooleanSupplier worthWaiting) {
        while (!NodeProbe.isReady(node.http())) {
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            if (process.alive().isEmpty() || !worthWaiting.getAsBoolean() || waited.compareTo(patience) > 0) {
                return false;
            }
            if (waited.compareTo(nextWord) > 0) {
                progress.accept("Waiting for node " + node.id() + " since " + waited.toSeconds() + " s ...");
                nextWord = nextWord.multipliedBy(2);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }
}
