package io.metroon.gateway;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Bounds the octets of content that are on the heap at a time, over all requests of one direction. Who finds nothing left
 * waits his turn, first come, first served; too many waiting are refused. Thread-safe.
 */
public final class HeapBudget {
    private static final int WAITING_MAX = 1_024;

    private record Turn(long bytes, Context context, Promise<Void> granted) {}

    private final Queue<Turn> turns = new ArrayDeque<>();
    private long left;

    /** A budget of so many octets; what is larger than all of it is never reserved. */
    public HeapBudget(long bytes) {
        left = bytes;
    }

    /** Takes octets if they are left and nobody waits for them. */
    public synchronized boolean tryReserve(long bytes) {
        boolean granted = turns.isEmpty() && left >= bytes;
        left -= granted ? bytes : 0;
        return granted;
    }

    /** Takes octets, now or later; completes on the context given. Fails when too many wait already. */
    public synchronized Future<Void> reserve(long bytes, Context context) {
        if (tryReserve(bytes)) {
            return Future.succeededFuture();
        }
        if (turns.size() >= WAITING_MAX) {
            return Future.failedFuture(HttpErrors.unavailable(WAITING_MAX + " transfers of content wait already"));
        }
        Turn turn = new Turn(bytes, context, Promise.promise());
        turns.add(turn);
        return turn.granted().future();
    }

    /** Gives octets back. */
    public synchronized void release(long bytes) {
        left += bytes;
        for (Turn next = turns.peek(); next != null && left >= next.bytes(); next = turns.peek()) {
            turns.remove();
            left -= next.bytes();
            Promise<Void> granted = next.granted();
            next.context().runOnContext(turn -> granted.complete());
        }
    }
}
