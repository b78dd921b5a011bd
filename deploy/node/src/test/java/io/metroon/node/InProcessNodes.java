package io.metroon.node;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Nodes as verticles of this process, in a directory of their own each, and a client for them. */
final class InProcessNodes implements AutoCloseable {
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    final Vertx vertx = Vertx.vertx();
    private final Path root;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    InProcessNodes(Path root) {
        this.root = root;
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    List<NodeConfig> found(int nodes) throws Exception {
        List<NodeConfig.Addresses> members = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            members.add(addresses(node));
        }
        Founding founding = new Founding(members);
        List<NodeConfig> configs = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            founding.format(node, directory(node));
            configs.add(new NodeConfig(node, directory(node), members));
        }
        return configs;
    }

    Path directory(int node) {
        return root.resolve("node-" + node);
    }

    static NodeConfig.Addresses addresses(int node) throws Exception {
        return new NodeConfig.Addresses(node, Address.loopback(freePort()), Address.loopback(freePort()));
    }

    /** One that nobody listens at, and that no other test of this process was given. */
    static int freePort() throws Exception {
        for (; ; ) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    String deploy(NodeConfig node) {
        return await(vertx.deployVerticle(new MetroonNode(node)));
    }

    HttpResponse<String> send(NodeConfig node, String method, String path) throws Exception {
        return send(node, method, path, "");
    }

    /** Sends JSON, unless it is empty. */
    HttpResponse<String> send(NodeConfig node, String method, String path, String json) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + node.own().http() + path));
        if (json.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(json))
                    .header("Content-Type", "application/json");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    void awaitReady(NodeConfig node) {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> send(node, "GET", "/health/ready").statusCode() == 200);
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
