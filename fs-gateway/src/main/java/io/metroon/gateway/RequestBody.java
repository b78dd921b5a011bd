package io.metroon.gateway;

import io.metroon.namespace.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * Reads a request's body into memory: refused unread when announced too long, cut off when it grows too long, and given
 * up when it is too slow. Confined to the request's event loop.
 */
final class RequestBody {
    private static final Buffer NONE = Buffer.buffer();

    private final HttpServerRequest request;
    private final int bytesMax;
    private final ErrorCode tooLarge;
    private final Promise<Buffer> whole = Promise.promise();
    private final Buffer octets = Buffer.buffer();

    private RequestBody(HttpServerRequest request, int bytesMax, ErrorCode tooLarge) {
        this.request = request;
        this.bytesMax = bytesMax;
        this.tooLarge = tooLarge;
    }

    /** Whether a request announces a body. */
    static boolean isAnnounced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    /**
     * Whether a body may come: over HTTP/2 also one that is not announced. That there is none shows only later there, when
     * the end of the stream is told, so nobody may be refused for it.
     */
    static boolean mayCome(HttpServerRequest request) {
        return isAnnounced(request)
                || (request.version() == HttpVersion.HTTP_2
                        && !request.isEnded()
                        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH));
    }

    /** Reads the body. Must be called before the handler of the request returns. */
    static Future<Buffer> read(
            HttpServerRequest request, int bytesMax, ErrorCode tooLarge, Duration within, Vertx vertx) {
        if (!mayCome(request)) {
            return Future.succeededFuture(NONE);
        }
        RequestBody body = new RequestBody(request, bytesMax, tooLarge);
        body.requireAnnouncedLengthWithinBound();
        body.start(vertx, within);
        return body.whole.future();
    }

    private void requireAnnouncedLengthWithinBound() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 18 || Long.parseLong(length) > bytesMax)) {
            throw HttpErrors.tooLarge(tooLarge, bytesMax);
        }
    }

    private void start(Vertx vertx, Duration within) {
        continueIfExpected(request);
        long timer = vertx.setTimer(within.toMillis(), id -> whole.tryFail(HttpErrors.bodyTooSlow(within.toSeconds())));
        whole.future().onComplete(done -> vertx.cancelTimer(timer));
        request.handler(this::take)
                .endHandler(end -> whole.tryComplete(octets))
                .exceptionHandler(broken -> whole.tryFail(HttpErrors.bodyBroken()));
    }

    /** Refuses any expectation but the one that can be met. */
    static void requireKnownExpectation(HttpServerRequest request) {
        String expect = request.getHeader(HttpHeaders.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            throw HttpErrors.expectationFailed();
        }
    }

    /** Tells a client that waits before it sends its body to go on. */
    static void continueIfExpected(HttpServerRequest request) {
        requireKnownExpectation(request);
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
    }

    private void take(Buffer piece) {
        if (whole.future().isComplete()) {
            return;
        }
        if (octets.length() + piece.length() > bytesMax) {
            whole.tryFail(HttpErrors.tooLarge(tooLarge, bytesMax));
        } else {
            octets.appendBuffer(piece);
        }
    }
}
