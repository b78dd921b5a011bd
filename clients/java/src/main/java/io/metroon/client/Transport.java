package io.metroon.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The port to an HTTP client library. Thread-safe. Futures complete on a thread of the library, which must not be
 * blocked; they fail only with {@link TransportFailure}.
 */
interface Transport extends AutoCloseable {

    /**
     * Sends one request and reads the whole reply.
     *
     * @param timeout for all of it
     */
    CompletableFuture<HttpReply> send(URI endpoint, HttpCall call, Duration timeout);

    /**
     * Sends one request and hands the body to {@code sink} as it comes, when the status is 200; otherwise the body is in
     * the reply.
     *
     * @param idle longest time without an octet
     * @return a reply without body, after the last octet was taken
     */
    CompletableFuture<HttpReply> download(URI endpoint, HttpCall call, Duration idle, ByteSink sink);

    /**
     * Sends one request whose body comes from a source, and reads the whole reply; a final one ends the sending early.
     *
     * @param idle longest time without an octet either way
     * @param reader runs what blocks on the source; what the source throws comes as {@link java.io.UncheckedIOException}
     */
    CompletableFuture<HttpReply> upload(
            URI endpoint, HttpCall call, Duration idle, ContentSource source, Executor reader);

    /** Runs a task after a delay, on a thread of the library. */
    void schedule(Duration delay, Runnable task);

    /** Ends all connections; requests under way fail. Idempotent. */
    @Override
    void close();

    /** Takes octets of a download, in order. */
    interface ByteSink {
        /** Takes some; the next come when the future is done. */
        CompletableFuture<Void> take(byte[] octets);
    }
}
