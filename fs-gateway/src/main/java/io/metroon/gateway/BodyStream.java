package io.metroon.gateway;

import io.metroon.namespace.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a stream that says what is wrong with it: refused unread when announced too long, failed when it grows
 * too long, is broken off, or stands still for too long while it is wanted. It fails once, and then gives nothing more.
 * Confined to the request's event loop.
 */
final class BodyStream implements ReadStream<Buffer> {
    private final HttpServerRequest request;
    private final Vertx vertx;
    private final long bytesMax;
    private final long stallMillis;
    private final boolean announced;
    private @Nullable Handler<Buffer> take;
    private @Nullable Handler<Void> end;
    private @Nullable Handler<Throwable> fail;
    private long bytes;
    private long timer;
    private boolean wanted = true;
    private boolean over;

    private BodyStream(HttpServerRequest request, Vertx vertx, long bytesMax, Duration stall) {
        this.request = request;
        this.vertx = vertx;
        this.bytesMax = bytesMax;
        stallMillis = stall.toMillis();
        announced = RequestBody.mayCome(request);
    }

    /** The body of a request, paused. Must be called before the handler of the request returns. */
    static BodyStream of(HttpServerRequest request, Vertx vertx, long bytesMax, Duration stall) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 18 || Long.parseLong(length) > bytesMax)) {
            throw HttpErrors.tooLarge(ErrorCode.EFBIG, bytesMax);
        }
        RequestBody.requireKnownExpectation(request);
        request.pause();
        return new BodyStream(request, vertx, bytesMax, stall);
    }

    /** Begins: only now a client that waits for it is told to go on. */
    @Override
    public BodyStream handler(@Nullable Handler<Buffer> handler) {
        take = handler;
        if (handler == null || over) {
            return this;
        }
        if (!announced) {
            vertx.getOrCreateContext().runOnContext(none -> finish());
            return this;
        }
        RequestBody.continueIfExpected(request);
        request.exceptionHandler(broken -> failed(HttpErrors.bodyBroken()))
                .endHandler(ended -> finish())
                .handler(this::take);
        watch();
        if (wanted) {
            request.resume();
        }
        return this;
    }

    private void take(Buffer piece) {
        Handler<Buffer> taker = take;
        if (over || taker == null) {
            return;
        }
        bytes += piece.length();
        if (bytes > bytesMax) {
            failed(HttpErrors.tooLarge(ErrorCode.EFBIG, bytesMax));
            return;
        }
        watch();
        taker.handle(piece);
    }

    private void watch() {
        vertx.cancelTimer(timer);
        if (wanted && !over) {
            timer = vertx.setTimer(stallMillis, id -> failed(HttpErrors.bodyTooSlow(stallMillis / 1_000)));
        }
    }

    private void finish() {
        if (close() && end != null) {
            end.handle(null);
        }
    }

    private void failed(Throwable cause) {
        if (close() && fail != null) {
            fail.handle(cause);
        }
    }

    private boolean close() {
        boolean first = !over;
        over = true;
        vertx.cancelTimer(timer);
        return first;
    }

    @Override
    public BodyStream endHandler(@Nullable Handler<Void> handler) {
        end = handler;
        return this;
    }

    @Override
    public BodyStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        fail = handler;
        return this;
    }

    @Override
    public BodyStream pause() {
        wanted = false;
        vertx.cancelTimer(timer);
        if (announced) {
            request.pause();
        }
        return this;
    }

    @Override
    public BodyStream resume() {
        wanted = true;
        if (take != null && announced) {
            watch();
            request.resume();
        }
        return this;
    }

    @Override
    public BodyStream fetch(long amount) {
        return resume();
    }
}
