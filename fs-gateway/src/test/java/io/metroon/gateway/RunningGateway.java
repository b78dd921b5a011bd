package io.metroon.gateway;

import io.metroon.content.ContentStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A gateway on a free loopback port over the real rules, and a client for it. */
final class RunningGateway implements AutoCloseable {
    /** 2026-01-02T03:04:05.006Z; the clock stands still unless a test moves it. */
    static final long START_MILLIS = 1_767_323_045_006L;

    private static final long CONTENT_HEAP_BYTES = 12L << 20;

    final AtomicLong clockMillis = new AtomicLong(START_MILLIS);
    final InProcessNamespace service = new InProcessNamespace(clockMillis::get);
    final PiecewiseBackup backups = new PiecewiseBackup();
    final OneNode cluster = new OneNode();
    final Vertx vertx = Vertx.vertx();
    final Gateway gateway;
    final int port;
    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final HttpClient client2 =
            HttpClient.newBuilder().version(Version.HTTP_2).build();

    RunningGateway() {
        this(GatewayConfig.loopback("0.1.0-test", 0));
    }

    RunningGateway(GatewayConfig config) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        gateway = new Gateway(vertx, config, service, cluster, cluster, backups, registry);
        port = await(gateway.start());
    }

    /** A gateway that keeps large content in a store; its clock begins now, as that of a node does. */
    RunningGateway(ContentStore store, long chunkLifeMillis) {
        clockMillis.set(System.currentTimeMillis());
        ContentConfig contents =
                new ContentConfig(store, service::logClockMillis, 1L << 30, chunkLifeMillis, CONTENT_HEAP_BYTES);
        GatewayConfig config = GatewayConfig.loopback("0.1.0-test", 0);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        gateway = new Gateway(vertx, config, service, contents, cluster, cluster, backups, registry, List.of());
        port = await(gateway.start());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request without a body; headers come as name, value, name, value. */
    Answer send(String method, String target, String... headers) {
        return send(Version.HTTP_1_1, method, target, BodyPublishers.noBody(), headers);
    }

    /** Sends JSON. */
    Answer sendJson(String method, String target, String json, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return send(Version.HTTP_1_1, method, target, BodyPublishers.ofString(json), all);
    }

    /** Sends octets. */
    Answer sendOctets(String method, String target, byte[] octets, String... headers) {
        return send(Version.HTTP_1_1, method, target, BodyPublishers.ofByteArray(octets), headers);
    }

    Answer send(Version version, String method, String target, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .version(version)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response =
                    (version == Version.HTTP_2 ? client2 : client).send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.version(),
                    response.headers().map(),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    RawConnection connect() {
        return new RawConnection(port);
    }

    @Override
    public void close() {
        await(gateway.stop());
        await(vertx.close());
        service.close();
    }
}
