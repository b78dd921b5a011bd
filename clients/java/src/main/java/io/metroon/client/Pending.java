package io.metroon.client;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A result under way that is still to be decoded: on an executor for the asynchronous client, in the waiting thread for
 * the blocking one, never on a transport thread.
 *
 * @param <T> the result
 */
final class Pending<T> {
    private final CompletableFuture<Supplied<T>> raw;
    private final String key;

    /** What decodes a reply that came. */
    private interface Supplied<T> {
        T decode();
    }

    private Pending(CompletableFuture<Supplied<T>> raw, String key) {
        this.raw = raw;
        this.key = key;
    }

    /**
     * A result.
     *
     * @param key of the change it makes; empty for none
     */
    static <A, T> Pending<T> of(CompletableFuture<A> raw, String key, Function<? super A, ? extends T> decode) {
        return new Pending<>(raw.thenApply(reply -> () -> decode.apply(reply)), key);
    }

    /** The same, changed once it is there. */
    <U> Pending<U> map(Function<? super T, ? extends U> change) {
        return new Pending<>(raw.thenApply(supplied -> () -> change.apply(supplied.decode())), key);
    }

    /** A future that is completed, well or not, on the executor. */
    CompletableFuture<T> on(Executor executor) {
        return raw.handleAsync(
                (supplied, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(cause(failure));
                    }
                    return supplied.decode();
                },
                executor);
    }

    /**
     * Waits for it.
     *
     * @throws MetroonException unwrapped; when interrupted too, with the thread's interrupt status set
     */
    T await() {
        try {
            return raw.get().decode();
        } catch (ExecutionException failed) {
            throw rethrown(cause(failed));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw key.isEmpty()
                    ? new UnavailableException("interrupted while waiting")
                    : new OutcomeUnknownException(key, "interrupted while waiting for the answer");
        }
    }

    /** A copy, so that its stack trace shows the caller and not a transport thread. */
    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof MetroonException known) {
            return known.copy();
        }
        if (cause instanceof UncheckedIOException local) {
            return new UncheckedIOException(local.getCause());
        }
        return new CompletionException(cause);
    }

    /** Calls {@code action} with the value or the failure, on the completing thread; the action must not throw. */
    static <T> void whenDone(CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> action) {
        CompletableFuture<T> unused = future.whenComplete(action);
    }

    /** What is inside the wrappers of {@code java.util.concurrent}. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
