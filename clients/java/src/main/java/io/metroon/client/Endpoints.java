package io.metroon.client;

import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which node to try next. An endpoint that failed rests for a while, longer each time; one that said when to come back
 * rests until then; the others are tried meanwhile. Thread-safe.
 */
final class Endpoints {
    private static final long REST_NANOS_MIN = 50_000_000L;
    private static final long REST_NANOS_MAX = 1_000_000_000L;

    private final Routing routing;
    private final List<URI> configured;
    private final Map<URI, Rest> resting = new HashMap<>();
    private List<URI> known;
    private @Nullable URI leader;
    private int turn;

    /** Until when an endpoint is not tried, and after how many failures in a row. */
    private record Rest(long untilNanos, int failures) {}

    /**
     * The endpoint to try.
     *
     * @param uri where
     * @param waitNanos how long to wait before, 0 for not at all
     */
    record Choice(URI uri, long waitNanos) {}

    Endpoints(List<URI> configured, Routing routing) {
        this.configured = List.copyOf(configured);
        this.known = this.configured;
        this.routing = routing;
    }

    /** The best endpoint at this time: one that is not resting or, when all are, the one that rests least. */
    synchronized Choice next(long nowNanos) {
        URI best = preferred();
        long bestWait = wait(best, nowNanos);
        for (int i = 0; i < known.size() && bestWait > 0; i++) {
            URI other = known.get((turn + i) % known.size());
            long wait = wait(other, nowNanos);
            if (wait < bestWait) {
                best = other;
                bestWait = wait;
            }
        }
        return new Choice(best, bestWait);
    }

    private URI preferred() {
        if (routing == Routing.LEADER && leader != null) {
            return leader;
        }
        URI inTurn = known.get(turn % known.size());
        if (routing == Routing.SPREAD) {
            turn = (turn + 1) % known.size();
        }
        return inTurn;
    }

    private long wait(URI endpoint, long nowNanos) {
        Rest rest = resting.get(endpoint);
        return rest == null ? 0 : Math.max(0, rest.untilNanos - nowNanos);
    }

    /** It answered: while no leader is known, calls stay with it. */
    synchronized void answered(URI endpoint) {
        resting.remove(endpoint);
        if (routing == Routing.LEADER) {
            turn = Math.max(0, known.indexOf(endpoint));
        }
    }

    /** It did not answer, or not usefully: 50 ms of rest, doubled with each failure in a row up to 1 s. */
    synchronized void failed(URI endpoint, long nowNanos) {
        Rest before = resting.get(endpoint);
        int failures = before == null ? 0 : before.failures + 1;
        long rest = Math.min(REST_NANOS_MAX, REST_NANOS_MIN << Math.min(failures, 5));
        resting.put(endpoint, new Rest(nowNanos + rest, failures));
    }

    /** It asked not to be tried before then. */
    synchronized void rest(URI endpoint, long untilNanos) {
        resting.put(endpoint, new Rest(untilNanos, 0));
    }

    /** What the cluster says of itself; configured endpoints stay known. */
    synchronized void learned(List<URI> nodes, @Nullable URI leading) {
        Set<URI> all = new LinkedHashSet<>(configured);
        all.addAll(nodes);
        known = List.copyOf(all);
        resting.keySet().retainAll(all);
        leader = leading;
    }

    synchronized List<URI> known() {
        return known;
    }
}
