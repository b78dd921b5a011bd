package io.metroon.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Learns from {@code /v1/cluster} which nodes there are and which one leads: beside the first call, every 30 s of use,
 * and at once after trouble, though never twice within 250 ms. Failing to learn changes nothing. Thread-safe.
 */
final class Discovery {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Transport transport;
    private final Endpoints endpoints;
    private final LongSupplier nanoClock;
    private final boolean enabled;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long askAtNanos;

    Discovery(Transport transport, Endpoints endpoints, LongSupplier nanoClock, boolean enabled) {
        this.transport = transport;
        this.endpoints = endpoints;
        this.nanoClock = nanoClock;
        this.enabled = enabled;
        this.askAtNanos = nanoClock.getAsLong();
    }

    /** To be called with every request: asks when it is time. */
    void touch() {
        long now = nanoClock.getAsLong();
        if (enabled && now - askAtNanos >= 0 && asking.compareAndSet(false, true)) {
            ask(endpoints.next(now).uri());
        }
    }

    /** To be called when an endpoint fails: the leader may be another by now. */
    void trouble() {
        long soon = nanoClock.getAsLong() + PAUSE_NANOS;
        if (soon - askAtNanos < 0) {
            askAtNanos = soon;
        }
        touch();
    }

    private void ask(URI endpoint) {
        HttpCall call = HttpCall.get("/v1/cluster", java.util.Map.of());
        Pending.whenDone(transport.send(endpoint, call, TIMEOUT), (reply, failure) -> {
            boolean learned = reply != null && reply.status() == 200 && learn(reply);
            askAtNanos = nanoClock.getAsLong() + (learned ? EVERY_NANOS : PAUSE_NANOS);
            asking.set(false);
        });
    }

    private boolean learn(HttpReply reply) {
        Cluster cluster;
        try {
            cluster = ClusterJson.read(Answer.of(reply).json());
        } catch (RuntimeException notACluster) {
            return false;
        }
        List<URI> nodes = new ArrayList<>();
        @Nullable URI leader = null;
        for (Cluster.Node node : cluster.nodes()) {
            URI uri = URI.create(node.url());
            nodes.add(uri);
            leader = cluster.leader().filter(node.id()::equals).isPresent() ? uri : leader;
        }
        endpoints.learned(nodes, leader);
        return leader != null;
    }
}
