package io.metroon.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the requests between arrival and answer, over all event loops. Thread-safe. */
final class Admission {
    private final int requestsMax;
    private final AtomicInteger inFlight = new AtomicInteger();

    Admission(int requestsMax) {
        this.requestsMax = requestsMax;
    }

    /** Counts a request in, or refuses it before any of its body is read. Whatever comes of it, {@link #leave} ends it. */
    void enter() {
        if (inFlight.incrementAndGet() > requestsMax) {
            throw HttpErrors.unavailable(requestsMax + " requests are in flight already");
        }
    }

    /** Counts a request out. */
    void leave() {
        inFlight.decrementAndGet();
    }

    /** Requests between arrival and answer. */
    int inFlight() {
        return inFlight.get();
    }
}
