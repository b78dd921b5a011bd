package io.metroon.node.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metroon.node.config.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Asks a node over HTTP how it is. Small on purpose: a client library would double the time that a command takes. */
final class NodeProbe {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final JsonMapper JSON = new JsonMapper();

    private NodeProbe() {}

    /** Whether it can answer a linearizable read now. */
    static boolean isReady(Address http) {
        try {
            HttpURLConnection connection = open(http, "/health/ready");
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** The number of the leader as this node knows it; empty when there is none or the node doesn't answer. */
    static OptionalInt leader(Address http) {
        int leader = cluster(http).map(status -> status.path("leader").asInt(0)).orElse(0);
        return leader > 0 ? OptionalInt.of(leader) : OptionalInt.empty();
    }

    /** The state of the cluster as this node knows it; empty when the node doesn't answer. */
    static Optional<JsonNode> cluster(Address http) {
        try (InputStream body = open(http, "/v1/cluster").getInputStream()) {
            return Optional.of(JSON.readTree(body));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What the node says of itself; empty when it doesn't answer. */
    static Optional<JsonNode> self(Address http) {
        try (InputStream body = open(http, "/v1/cluster?self").getInputStream()) {
            return Optional.of(JSON.readTree(body).path("nodes").path(0));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How many chunks of content the node lacks; empty when it doesn't answer or has not compared yet. */
    static OptionalLong contentLacking(Address http) {
        return self(http)
                .map(node -> node.path("contentLacking"))
                .filter(JsonNode::isNumber)
                .map(lacking -> OptionalLong.of(lacking.asLong()))
                .orElse(OptionalLong.empty());
    }

    private static HttpURLConnection open(Address http, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://" + http + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }
}
