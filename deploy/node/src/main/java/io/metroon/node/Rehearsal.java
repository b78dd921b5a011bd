package io.metroon.node;

import io.metroon.node.config.Address;
import io.metroon.node.config.ConfigException;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeConfigFile;
import io.metroon.node.local.Founding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A node's life in short, in an empty directory: founded, asked for one thing of each kind, closed. The launcher runs it to
 * learn which classes a node loads, so that the next node starts in half the time: {@code java -XX:ArchiveClassesAtExit}.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /** Runs in the directory that is the only argument; the exit code is 0 if all went well. */
    public static void main(String[] args) throws IOException, ConfigException {
        NodeRun.logPlainly();
        List<NodeConfig.Addresses> members =
                List.of(new NodeConfig.Addresses(1, Address.loopback(0), Address.loopback(0)));
        Path directory = Path.of(args[0]);
        new Founding(members).format(1, directory);
        Path file = directory.resolve("node.yaml");
        NodeConfigFile.write(file, new NodeConfig(1, directory, members));
        MetroonNode node = new MetroonNode(NodeConfigFile.read(file));
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(node)
                .compose(deployed -> node.serving())
                .compose(serving -> ask(vertx.createHttpClient(), node.httpPort()))
                .compose(asked -> vertx.close())
                .onComplete(done -> System.exit(done.succeeded() ? 0 : 1));
    }

    private static Future<?> ask(HttpClient client, int port) {
        return send(client, port, HttpMethod.PUT, "/v1/fs/rehearsal")
                .compose(put -> send(client, port, HttpMethod.GET, "/v1/fs?list"))
                .compose(list -> send(client, port, HttpMethod.GET, "/v1/cluster"))
                .compose(cluster -> send(client, port, HttpMethod.GET, "/health/ready"));
    }

    private static Future<?> send(HttpClient client, int port, HttpMethod method, String path) {
        return client.request(method, port, Address.LOOPBACK, path)
                .compose(HttpClientRequest::send)
                .compose(response -> response.body());
    }
}
