package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metroon.node.config.Address;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.local.Founding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes deployed as verticles, one and several in this process. */
class MetroonNodeTest {
    @TempDir
    Path temporary;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private List<NodeConfig> found(int nodes) throws Exception {
        List<NodeConfig.Addresses> members = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            members.add(new NodeConfig.Addresses(node, Address.loopback(freePort()), Address.loopback(freePort())));
        }
        Founding founding = new Founding(members);
        List<NodeConfig> configs = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            Path directory = temporary.resolve("node-" + node);
            founding.format(node, directory);
            configs.add(new NodeConfig(node, directory, members));
        }
        return configs;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private HttpResponse<String> send(NodeConfig node, String method, String path) throws Exception {
        URI uri = URI.create("http://" + node.own().http() + path);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void awaitReady(NodeConfig node) {
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> send(node, "GET", "/health/ready").statusCode() == 200);
    }

    @Test
    void deploy_oneNode_servesOverHttp() throws Exception {
        NodeConfig node = found(1).get(0);
        MetroonNode verticle = new MetroonNode(node);
        await(vertx.deployVerticle(verticle));
        await(verticle.serving());
        awaitReady(node);
        assertThat(verticle.httpPort()).isEqualTo(node.own().http().port());
        assertThat(send(node, "PUT", "/v1/fs/hello").statusCode()).isEqualTo(201);
        assertThat(send(node, "GET", "/v1/fs/hello").statusCode()).isEqualTo(200);
        assertThat(send(node, "GET", "/metrics").body())
                .contains("metroon_leader 1.0")
                .contains("metroon_commit_seconds");
    }

    @Test
    void undeploy_thenDeployAgain_findsEverythingAsItWas() throws Exception {
        NodeConfig node = found(1).get(0);
        String deployment = await(vertx.deployVerticle(new MetroonNode(node)));
        awaitReady(node);
        send(node, "PUT", "/v1/fs/kept");
        await(vertx.undeploy(deployment));
        await(vertx.deployVerticle(new MetroonNode(node)));
        awaitReady(node);
        assertThat(send(node, "GET", "/v1/fs/kept").statusCode()).isEqualTo(200);
    }

    @Test
    void deploy_threeNodesInOneProcess_theyAgree() throws Exception {
        List<NodeConfig> nodes = found(3);
        for (NodeConfig node : nodes) {
            await(vertx.deployVerticle(new MetroonNode(node)));
        }
        nodes.forEach(this::awaitReady);
        for (NodeConfig node : nodes) {
            assertThat(send(node, "PUT", "/v1/fs/from-" + node.node()).statusCode())
                    .isEqualTo(201);
        }
        for (NodeConfig node : nodes) {
            assertThat(send(node, "GET", "/v1/fs?list").body()).contains("from-1", "from-2", "from-3");
        }
        String cluster = send(nodes.get(2), "GET", "/v1/cluster").body();
        assertThat(cluster).containsOnlyOnce("\"role\":\"leader\"").doesNotContain("unreachable");
    }

    @Test
    void deploy_inADirectoryThatAnotherNodeRunsIn_isRefused() throws Exception {
        NodeConfig node = found(1).get(0);
        await(vertx.deployVerticle(new MetroonNode(node)));
        NodeConfig second = new NodeConfig(
                1,
                node.data(),
                List.of(new NodeConfig.Addresses(1, Address.loopback(freePort()), Address.loopback(freePort()))));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> await(vertx.deployVerticle(new MetroonNode(second))))
                .withMessageContaining("another node runs in");
    }

    @Test
    void deploy_inTheDirectoryOfAnotherNode_isRefused() throws Exception {
        List<NodeConfig> nodes = found(3);
        NodeConfig swapped = new NodeConfig(2, nodes.get(0).data(), nodes.get(0).members());
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> await(vertx.deployVerticle(new MetroonNode(swapped))))
                .withMessageContaining("belongs to node 1, not to node 2");
    }

    @Test
    void deploy_whereNothingWasFormatted_isRefused() {
        NodeConfig node = new NodeConfig(
                1, temporary, List.of(new NodeConfig.Addresses(1, Address.loopback(0), Address.loopback(0))));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> await(vertx.deployVerticle(new MetroonNode(node))))
                .withMessageContaining("not formatted");
    }
}
