package io.metroon.gateway;

import io.metroon.gateway.Response.Header;
import io.metroon.gateway.Response.Measured;
import io.metroon.gateway.Response.Streamed;
import io.metroon.gateway.Response.Whole;
import io.metroon.namespace.NamespaceService;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Puts a {@link Response} on the wire, with the headers that every answer carries. Thread-safe. */
final class AnswerWriter {
    // A client that is refused while it still sends needs a moment to read why before the connection is cut.
    private static final long LINGER_MILLIS = 1_000;

    private final Vertx vertx;
    private final NamespaceService service;
    private final String nodeId;
    private final BrowserRules browserRules;
    private final HttpMetrics metrics;

    AnswerWriter(Vertx vertx, NamespaceService service, String nodeId, BrowserRules browserRules, HttpMetrics metrics) {
        this.vertx = vertx;
        this.service = service;
        this.nodeId = nodeId;
        this.browserRules = browserRules;
        this.metrics = metrics;
    }

    /** Writes an answer; the future completes when it went out, or when there is nobody to take it. */
    Future<Void> write(HttpServerRequest request, Resource resource, Response response, long beganNanos) {
        HttpServerResponse out = request.response();
        if (out.ended() || out.closed()) {
            return Future.succeededFuture();
        }
        boolean unread = !request.isEnded() && RequestBody.mayCome(request);
        writeHead(request, resource, response, unread);
        return writePayload(out, response, request.method().equals(HttpMethod.HEAD))
                .onComplete(written -> {
                    String method =
                            resource.has(request.method()) ? request.method().name() : "other";
                    metrics.answered(resource.path(), method, response.status(), System.nanoTime() - beganNanos);
                    if (unread) {
                        letGo(request);
                    }
                });
    }

    private void writeHead(HttpServerRequest request, Resource resource, Response response, boolean unread) {
        HttpServerResponse out = request.response().setStatusCode(response.status());
        MultiMap headers = out.headers();
        long revision = response.revision() == Response.NEWEST ? service.revision() : response.revision();
        headers.set(HeaderNames.REVISION, Long.toString(revision));
        headers.set(HeaderNames.EPOCH, Long.toString(service.epoch()));
        headers.set(HeaderNames.NODE, nodeId);
        for (Header header : response.headers()) {
            headers.set(header.name(), header.value());
        }
        browserRules.addSharing(request, resource, headers);
        if (unread && request.version() != HttpVersion.HTTP_2) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private static Future<Void> writePayload(HttpServerResponse out, Response response, boolean head) {
        if (response.payload() instanceof Whole whole) {
            if (head) {
                out.headers()
                        .set(
                                HttpHeaders.CONTENT_LENGTH,
                                Integer.toString(whole.octets().length()));
                return out.end();
            }
            return out.end(whole.octets());
        }
        if (response.payload() instanceof Measured measured) {
            out.headers().set(HttpHeaders.CONTENT_LENGTH, Long.toString(measured.length()));
            return head ? out.end() : measured.source().writeTo(out).compose(written -> out.end());
        }
        if (response.payload() instanceof Streamed streamed && !head) {
            return stream(out, streamed);
        }
        return out.end();
    }

    private static Future<Void> stream(HttpServerResponse out, Streamed streamed) {
        out.setChunked(true);
        return streamed.source().writeTo(out).compose(written -> out.end());
    }

    /** Reads on for a moment, so that the answer is not lost to a reset, then closes. */
    private void letGo(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            letStreamGo(request);
            return;
        }
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        request.exceptionHandler(ignored -> {})
                .endHandler(end -> request.connection().close());
        request.handler(ignored -> {}).resume();
        vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
    }

    // RFC 9113, 8.1 allows a reset right behind the answer, but a client that waits for window to send in may then wait
    // for
    // ever: java.net.http of JDK 17 does.
    private void letStreamGo(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.exceptionHandler(ignored -> {}).handler(ignored -> {}).resume();
        vertx.setTimer(LINGER_MILLIS, id -> {
            if (!request.isEnded()) {
                request.response().reset(0);
            }
        });
    }
}
