package io.metroon.gateway;

import io.vertx.core.http.HttpConnection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Closes connections that have had no request in flight for too long, even if octets keep dripping in: a sender that
 * never finishes its request head would hold a connection for good otherwise. Thread-safe.
 */
final class IdleConnections {
    private final long idleNanosMax;
    private final ConcurrentMap<HttpConnection, State> states = new ConcurrentHashMap<>();

    private static final class State {
        private int requests;
        private long idleSinceNanos = System.nanoTime();

        synchronized void add(int more) {
            requests += more;
            idleSinceNanos = System.nanoTime();
        }

        synchronized boolean isIdle(long nowNanos, long idleNanosMax) {
            return requests == 0 && nowNanos - idleSinceNanos > idleNanosMax;
        }
    }

    IdleConnections(long idleNanosMax) {
        this.idleNanosMax = idleNanosMax;
    }

    /** Begins to watch a connection, until it closes. */
    void watch(HttpConnection connection) {
        states.put(connection, new State());
        connection.closeHandler(closed -> states.remove(connection));
    }

    /** A request began on it. */
    void requestBegan(HttpConnection connection) {
        add(connection, 1);
    }

    /** A request was answered, or given up. */
    void requestEnded(HttpConnection connection) {
        add(connection, -1);
    }

    private void add(HttpConnection connection, int more) {
        State state = states.get(connection);
        if (state != null) {
            state.add(more);
        }
    }

    /** Closes those that have been idle for too long. */
    void sweep() {
        long now = System.nanoTime();
        states.forEach((connection, state) -> {
            if (state.isIdle(now, idleNanosMax)) {
                connection.close();
            }
        });
    }
}
