package io.metroon.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;

/**
 * What keeps a page of somebody else's from using this gateway through a visitor's browser: requests for a host that is
 * not ours are refused (DNS rebinding), and answers are readable only to the cluster's own origins and to those allowed.
 */
final class BrowserRules {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
    private static final String EXPOSED =
            "ETag, Location, Retry-After, Metroon-Revision, Metroon-Epoch, Metroon-Node, Metroon-Fence,"
                    + " Idempotency-Replayed";
    private static final String REQUESTABLE = "Content-Type, If-Match, If-None-Match, If-Range, Range, Prefer,"
            + " Idempotency-Key, Metroon-Read, Metroon-Lock-Token";
    private static final String PREFLIGHT_SECONDS = "600";

    private final GatewayConfig config;
    private final ClusterView cluster;

    BrowserRules(GatewayConfig config, ClusterView cluster) {
        this.config = config;
        this.cluster = cluster;
    }

    /** Refuses a request that was meant for another host. Only HTTP/1.0 may leave it out, and no browser does. */
    void requireOurHost(HttpServerRequest request) {
        String field = request.getHeader(HttpHeaders.HOST);
        if (field == null) {
            HostAndPort authority = request.authority();
            field = authority == null ? "localhost" : authority.host();
        } else if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            throw HttpErrors.invalid("a request has one Host");
        }
        if (!isOurs(withoutPort(field).toLowerCase(Locale.ROOT))) {
            throw HttpErrors.misdirected(field);
        }
    }

    private static String withoutPort(String field) {
        int colon = field.lastIndexOf(':');
        return colon > field.lastIndexOf(']') ? field.substring(0, colon) : field;
    }

    private boolean isOurs(String host) {
        return LOOPBACK.contains(host)
                || host.equals(config.host())
                || config.origins().hosts().contains(host);
    }

    /** Adds what lets a page of an allowed origin read the answer, and nothing for others. */
    void addSharing(HttpServerRequest request, Resource resource, MultiMap answer) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return;
        }
        answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (!config.origins().cors().contains(origin) && !cluster.origins().contains(origin)) {
            return;
        }
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if (request.method().equals(HttpMethod.OPTIONS)) {
            answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, resource.allow());
            answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUESTABLE);
            answer.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        }
    }
}
