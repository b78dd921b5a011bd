import io.metroon.node.MetroonNode;
import io.metroon.node.config.Address;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.local.Founding;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Vert.x application with a Metroon node inside: {@code java Embedding DIR}. */
public final class Embedding {
    private Embedding() {}

    public static void main(String[] args) throws IOException {
        MetroonNode node = new MetroonNode(configuration(Path.of(args[0])));
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(node)
                .compose(deployed -> node.serving())
                .compose(serving -> vertx.deployVerticle(new Greeter(node.httpPort())))
                .onFailure(Throwable::printStackTrace)
                .eventually(vertx::close);
    }

    /** One node, alone; port 0 takes any free one. The directory is formatted the first time. */
    private static NodeConfig configuration(Path directory) throws IOException {
        List<NodeConfig.Addresses> members =
                List.of(new NodeConfig.Addresses(1, Address.loopback(0), Address.loopback(0)));
        if (Files.notExists(directory)) {
            new Founding(members).format(1, directory);
        }
        return new NodeConfig(1, directory, members);
    }

    /** The application's own verticle: it keeps something in the namespace. */
    private static final class Greeter extends VerticleBase {
        private final int port;

        Greeter(int port) {
            this.port = port;
        }

        @Override
        public Future<?> start() {
            HttpClient client = vertx.createHttpClient();
            return client.request(HttpMethod.PUT, port, "127.0.0.1", "/v1/fs/greeting?exists=ok")
                    .compose(HttpClientRequest::send)
                    .onSuccess(answer -> System.out.println("PUT /v1/fs/greeting: " + answer.statusCode()));
        }
    }
}
