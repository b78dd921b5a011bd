package io.metroon.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way to a sink. What comes while the sink is busy is collected, and given to it in one piece: the network and
 * the disk work at the same time, and few pieces change threads. The stream is stopped while there is enough. Confined to the
 * event loop of the response.
 */
final class VertxDrain {
    private static final int ENOUGH_BYTES = 1 << 20;

    private final HttpClientResponse response;
    private final Transport.ByteSink sink;
    private final Context context = Objects.requireNonNull(Vertx.currentContext());
    private final Promise<Void> drained = Promise.promise();
    private Buffer collected = Buffer.buffer();
    private boolean busy;
    private boolean ended;

    private VertxDrain(HttpClientResponse response, Transport.ByteSink sink) {
        this.response = response;
        this.sink = sink;
    }

    /** Begins; completes when the sink has taken everything. */
    static Future<Void> start(HttpClientResponse response, Transport.ByteSink sink) {
        VertxDrain drain = new VertxDrain(response, sink);
        response.exceptionHandler(drain.drained::tryFail);
        response.endHandler(end -> drain.end());
        response.handler(drain::collect);
        return drain.drained.future();
    }

    private void collect(Buffer buffer) {
        collected.appendBuffer(buffer);
        if (collected.length() >= ENOUGH_BYTES) {
            response.pause();
        }
        advance();
    }

    private void end() {
        ended = true;
        advance();
    }

    private void advance() {
        if (busy) {
            return;
        }
        if (collected.length() > 0) {
            busy = true;
            byte[] piece = collected.getBytes();
            collected = Buffer.buffer();
            response.resume();
            Pending.whenDone(sink.take(piece), (taken, failure) -> context.runOnContext(here -> taken(failure)));
        } else if (ended) {
            drained.tryComplete();
        }
    }

    private void taken(@Nullable Throwable failure) {
        busy = false;
        if (failure == null) {
            advance();
        } else {
            drained.tryFail(failure);
            response.request().reset();
        }
    }
}
