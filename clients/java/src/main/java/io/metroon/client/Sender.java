package io.metroon.client;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets a request answered once: goes from endpoint to endpoint until one gives a final answer or time is up. A change
 * carries its idempotency key, so a second attempt finds out what the first one did instead of doing it again.
 *
 * <p>Futures complete on a transport thread, with a final reply (refusals included), {@link UnavailableException} when
 * nothing happened, or {@link OutcomeUnknownException}.
 */
final class Sender {
    /** A server that is busy with its disks says nothing for a while. */
    static final Duration CONTENT_IDLE = Duration.ofSeconds(60);

    private static final int RESTARTS_MAX = 5;

    private final Transport transport;
    private final Endpoints endpoints;
    private final Discovery discovery;
    private final Duration attemptTimeout;
    private final LongSupplier nanoClock;
    private final AtomicLong revisionSeen = new AtomicLong();

    /**
     * A sender.
     *
     * @param attemptTimeout how long one endpoint may take before another is tried
     */
    Sender(
            Transport transport,
            Endpoints endpoints,
            Discovery discovery,
            Duration attemptTimeout,
            LongSupplier nanoClock) {
        this.transport = transport;
        this.endpoints = endpoints;
        this.discovery = discovery;
        this.attemptTimeout = attemptTimeout;
        this.nanoClock = nanoClock;
    }

    /** The newest revision in any reply so far. */
    long revisionSeen() {
        return revisionSeen.get();
    }

    /** Sends until answered or until {@code deadlineNanos} of the clock. */
    CompletableFuture<HttpReply> send(HttpCall call, long deadlineNanos) {
        discovery.touch();
        Attempts attempts = new Attempts(call, deadlineNanos, (to, timeout) -> transport.send(to, call, timeout));
        attempts.next();
        return attempts.answer;
    }

    /** Downloads to {@code sink}; another endpoint is tried only as long as no octet was taken. */
    CompletableFuture<HttpReply> download(HttpCall call, long deadlineNanos, Transport.ByteSink sink) {
        Attempts attempts =
                new Attempts(call, deadlineNanos, (to, timeout) -> transport.download(to, call, attemptTimeout, sink));
        attempts.next();
        return attempts.answer;
    }

    /**
     * Sends content. Each attempt may take as long as octets move; a new one begins only when less than {@code patience} has
     * passed since the last octet could move.
     */
    CompletableFuture<HttpReply> upload(HttpCall call, Duration patience, ContentSource source, Executor reader) {
        Attempts attempts = new Attempts(
                call,
                nanoClock.getAsLong() + patience.toNanos(),
                (to, timeout) -> transport.upload(to, call, CONTENT_IDLE, source, reader));
        attempts.patienceNanos = patience.toNanos();
        attempts.next();
        return attempts.answer;
    }

    /** One way of sending to one endpoint. */
    private interface Exchange {
        CompletableFuture<HttpReply> start(java.net.URI endpoint, Duration timeout);
    }

    /** The attempts of one call; each begins after the one before ended, so nothing here is shared between threads. */
    private final class Attempts {
        private final CompletableFuture<HttpReply> answer = new CompletableFuture<>();
        private final HttpCall call;
        private long deadlineNanos;
        private final Exchange exchange;
        private long patienceNanos;
        private boolean maybeHappened;
        private int restarts;
        private @Nullable String lastFailure;

        Attempts(HttpCall call, long deadlineNanos, Exchange exchange) {
            this.call = call;
            this.deadlineNanos = deadlineNanos;
            this.exchange = exchange;
        }

        void next() {
            long now = nanoClock.getAsLong();
            Endpoints.Choice choice = endpoints.next(now);
            long remaining = deadlineNanos - now;
            if (remaining <= choice.waitNanos()) {
                giveUp();
            } else if (choice.waitNanos() > 0) {
                transport.schedule(Duration.ofNanos(choice.waitNanos()), this::next);
            } else {
                // What may be sent once gets all the time there is: nobody else can be asked.
                boolean once = call.repeat() == HttpCall.Repeat.ONCE;
                attempt(
                        choice.uri(),
                        Duration.ofNanos(once ? remaining : Math.min(remaining, attemptTimeout.toNanos())));
            }
        }

        private void attempt(java.net.URI endpoint, Duration timeout) {
            Pending.whenDone(exchange.start(endpoint, timeout), (reply, failure) -> {
                if (reply != null) {
                    answered(endpoint, reply);
                } else {
                    failed(endpoint, failure);
                }
            });
        }

        private void answered(java.net.URI endpoint, HttpReply reply) {
            revisionSeen.accumulateAndGet(reply.revision(), Math::max);
            if (reply.nothingHappened() || reply.unknown()) {
                maybeHappened |= reply.unknown();
                lastFailure = endpoint + ": " + Answer.of(reply).detail();
                rest(endpoint, reply);
                discovery.trouble();
                nextUnlessOnce();
            } else {
                endpoints.answered(endpoint);
                answer.complete(reply);
            }
        }

        private void rest(java.net.URI endpoint, HttpReply reply) {
            long now = nanoClock.getAsLong();
            if (reply.retryAfterMillis() > 0) {
                endpoints.rest(
                        endpoint,
                        now + Duration.ofMillis(reply.retryAfterMillis()).toNanos());
            } else {
                endpoints.failed(endpoint, now);
            }
        }

        private void failed(java.net.URI endpoint, Throwable failure) {
            if (failure instanceof MetroonException || failure instanceof UncheckedIOException) {
                answer.completeExceptionally(failure);
                return;
            }
            if (failure instanceof TransportFailure known && known.sent() && restarts < RESTARTS_MAX) {
                restarts++;
                deadlineNanos = Math.max(deadlineNanos, nanoClock.getAsLong() + patienceNanos);
            }
            maybeHappened |= !(failure instanceof TransportFailure known) || known.sent();
            lastFailure = failure.getMessage();
            endpoints.failed(endpoint, nanoClock.getAsLong());
            discovery.trouble();
            nextUnlessOnce();
        }

        private void nextUnlessOnce() {
            if (maybeHappened && call.repeat() == HttpCall.Repeat.ONCE) {
                giveUp();
            } else {
                next();
            }
        }

        private void giveUp() {
            String last = lastFailure == null ? "" : "; last: " + lastFailure;
            if (maybeHappened && call.changes()) {
                answer.completeExceptionally(new OutcomeUnknownException(
                        call.key(), "no node said whether it took effect (key " + call.key() + ")" + last));
            } else {
                answer.completeExceptionally(
                        new UnavailableException("no node of " + endpoints.known() + " could answer" + last));
            }
        }
    }
}
