package io.metroon.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Counts the calls under way, so that closing can wait for them. Thread-safe. */
final class Underway {
    /** One party of the closer, one for each call: it advances when all are gone. */
    private final Phaser calls = new Phaser(1);

    private volatile boolean closed;

    /** Starts a call, or fails it with {@link UnavailableException} once closed. */
    <T> CompletableFuture<T> track(Supplier<CompletableFuture<T>> start) {
        if (closed || calls.register() < 0) {
            return CompletableFuture.failedFuture(new UnavailableException("the client is closed"));
        }
        CompletableFuture<T> call = start.get();
        return call.whenComplete((result, failure) -> calls.arriveAndDeregister());
    }

    /** Takes no more calls and waits for those under way, at most this long. Only the first time does anything. */
    void close(Duration patience) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            int phase = calls.arriveAndDeregister();
            calls.awaitAdvanceInterruptibly(phase, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillUnderway) {
            // Patience is over: closing the transport fails what is left.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
