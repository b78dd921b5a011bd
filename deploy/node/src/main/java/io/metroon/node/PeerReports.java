package io.metroon.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metroon.gateway.ClusterStatus;
import io.metroon.gateway.ClusterStatus.Membership;
import io.metroon.node.config.Address;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks other nodes, over HTTP, what each says of itself. A node that doesn't answer in a second is unreachable. */
final class PeerReports {
    private static final int PATIENCE_MILLIS = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client;

    PeerReports(Vertx vertx) {
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(PATIENCE_MILLIS), new PoolOptions().setHttp1MaxSize(2));
    }

    /** The line of {@code /v1/cluster} that the node at this address gives for itself; fails when it doesn't answer. */
    Future<ClusterStatus.Node> of(Address http) {
        return client.request(HttpMethod.GET, http.port(), http.host(), "/v1/cluster?self")
                .compose(HttpClientRequest::send)
                .compose(response -> response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture("status " + response.statusCode()))
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .map(PeerReports::parse);
    }

    private static ClusterStatus.Node parse(Buffer body) {
        try {
            JsonNode node = JSON.readTree(body.getBytes()).path("nodes").path(0);
            return new ClusterStatus.Node(
                    node.path("id").asText(),
                    node.path("http").asText(),
                    node.path("peer").asText(),
                    node.path("role").asText(),
                    new Membership(
                            node.path("member").asText(),
                            node.path("priority").asInt(),
                            node.path("store").asText()),
                    node.path("ready").asBoolean(),
                    number(node.path("applied")),
                    number(node.path("lag")),
                    number(node.path("diskFree")),
                    node.path("digest").asText(null),
                    alarms(node),
                    number(node.path("contentRevision")),
                    number(node.path("contentLacking")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> alarms(JsonNode node) {
        List<String> alarms = new ArrayList<>();
        node.path("alarms").forEach(alarm -> alarms.add(alarm.asText()));
        return List.copyOf(alarms);
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isNumber() ? value.asLong() : null;
    }
}
