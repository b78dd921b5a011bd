package io.metroon.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP server on one event loop; several share a port. Undeploying it drains it. */
final class HttpServerVerticle extends VerticleBase {
    private static final long SWEEP_MILLIS = 1_000;

    private final GatewayConfig config;
    private final int port;
    private final Router router;
    private final Dispatcher dispatcher;
    private final IdleConnections connections;
    private @Nullable HttpServer server;

    HttpServerVerticle(
            GatewayConfig config, int port, Router router, Dispatcher dispatcher, IdleConnections connections) {
        this.config = config;
        this.port = port;
        this.router = router;
        this.dispatcher = dispatcher;
        this.connections = connections;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(SWEEP_MILLIS, id -> connections.sweep());
        return vertx.createHttpServer(options())
                .connectionHandler(connections::watch)
                .invalidRequestHandler(dispatcher::refuseUndecodable)
                .requestHandler(router)
                .listen(port, config.host())
                .onSuccess(listening -> server = listening);
    }

    private HttpServerOptions options() {
        GatewayConfig.Bounds bounds = config.bounds();
        return new HttpServerOptions()
                .setMaxInitialLineLength(bounds.requestLineBytesMax())
                .setMaxHeaderSize(bounds.headerBytesMax())
                .setInitialSettings(new Http2Settings()
                        .setMaxHeaderListSize((long) bounds.requestLineBytesMax() + bounds.headerBytesMax())
                        .setMaxConcurrentStreams(HttpServerOptions.DEFAULT_INITIAL_SETTINGS_MAX_CONCURRENT_STREAMS))
                .setHttp2ClearTextEnabled(true)
                .setTcpNoDelay(true)
                .setIdleTimeout((int) bounds.stalledFor().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /** The port it listens on; 0 before it does. */
    int actualPort() {
        return server == null ? 0 : server.actualPort();
    }

    /** Takes no new connection, lets requests in flight finish within the bound, then closes. */
    @Override
    public Future<?> stop() {
        if (server == null) {
            return Future.succeededFuture();
        }
        return server.shutdown(config.bounds().drainWithin().toMillis(), TimeUnit.MILLISECONDS);
    }
}
