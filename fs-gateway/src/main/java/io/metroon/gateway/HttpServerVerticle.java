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
    private final GatewayConfig config;
    private final int port;
    private final Router router;
    private final Dispatcher dispatcher;
    private @Nullable HttpServer server;

    HttpServerVerticle(GatewayConfig config, int port, Router router, Dispatcher dispatcher) {
        this.config = config;
        this.port = port;
        this.router = router;
        this.dispatcher = dispatcher;
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer(options())
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
                .setIdleTimeout((int) bounds.idleFor().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
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
