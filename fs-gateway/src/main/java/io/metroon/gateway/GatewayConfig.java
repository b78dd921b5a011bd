package io.metroon.gateway;

import java.time.Duration;
import java.util.Set;

/**
 * How a gateway listens and what it bears.
 *
 * @param version of the product, as {@code GET /v1} tells it
 * @param host address to bind; only loopback is allowed while no credentials are configured
 * @param port to bind, 0 for any free one
 * @param eventLoops servers that share the port, one an event loop, 1 or more
 * @param bounds what a client may use up
 * @param origins who else than this gateway a browser may think it talks to
 */
public record GatewayConfig(String version, String host, int port, int eventLoops, Bounds bounds, Origins origins) {

    /**
     * What a client may use up.
     *
     * @param metadataBytesMax largest body of a metadata request, octets
     * @param requestsInFlightMax requests between arrival and answer, over all connections; more are refused unread
     * @param requestLineBytesMax longest request line, octets; a path of 4,096 octets, each percent-encoded, and a query
     * @param headerBytesMax longest header section, octets
     * @param bodyWithin how long a body may take to arrive
     * @param idleFor how long a connection may stay without an octet either way; longer than any request may wait
     * @param drainWithin how long requests in flight get to finish when the gateway stops
     * @param patience how long a request waits for the service unless it says otherwise
     */
    public record Bounds(
            int metadataBytesMax,
            int requestsInFlightMax,
            int requestLineBytesMax,
            int headerBytesMax,
            Duration bodyWithin,
            Duration idleFor,
            Duration drainWithin,
            Duration patience) {
        /** The defaults of the HTTP contract; 4 s of patience let a client with 5 s see our 504. */
        public static final Bounds DEFAULT = new Bounds(
                8 << 20,
                4_096,
                32 << 10,
                32 << 10,
                Duration.ofSeconds(20),
                Duration.ofSeconds(75),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4));
    }

    /**
     * Names by which browsers may reach this gateway.
     *
     * @param hosts names in {@code Host} that are ours besides loopback's own, without ports
     * @param cors origins whose pages may read answers, {@code scheme://host:port}, besides the cluster's own gateways
     */
    public record Origins(Set<String> hosts, Set<String> cors) {
        /** Nobody but loopback and the cluster itself. */
        public static final Origins DEFAULT = new Origins(Set.of(), Set.of());
    }

    /** A gateway with default bounds on 127.0.0.1. */
    public static GatewayConfig loopback(String version, int port) {
        return new GatewayConfig(version, "127.0.0.1", port, 1, Bounds.DEFAULT, Origins.DEFAULT);
    }
}
