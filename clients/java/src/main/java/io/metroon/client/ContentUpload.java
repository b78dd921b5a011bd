package io.metroon.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Sends a body as fast as the server takes it; one piece is in memory at a time. */
final class ContentUpload {
    private static final int PIECE_BYTES = 256 << 10;

    private final HttpClientRequest request;
    private final InputStream octets;
    private final Executor reader;
    private final Promise<Void> sent = Promise.promise();

    private ContentUpload(HttpClientRequest request, InputStream octets, Executor reader) {
        this.request = request;
        this.octets = octets;
        this.reader = reader;
    }

    /** Sends everything; fails with {@link UncheckedIOException} when the source does. */
    static Future<Void> send(HttpClientRequest request, ContentSource source, Executor reader) {
        Promise<Void> sent = Promise.promise();
        request.setChunked(true);
        Pending.whenDone(CompletableFuture.supplyAsync(() -> open(source), reader), (octets, failure) -> {
            if (octets == null) {
                sent.fail(Pending.cause(java.util.Objects.requireNonNull(failure)));
            } else {
                new ContentUpload(request, octets, reader).start().onComplete(sent);
            }
        });
        return sent.future();
    }

    private static InputStream open(ContentSource source) {
        try {
            return source.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<Void> start() {
        next();
        return sent.future().onComplete(done -> close());
    }

    private void next() {
        Pending.whenDone(CompletableFuture.supplyAsync(this::read, reader), (piece, failure) -> {
            if (piece == null) {
                sent.tryFail(Pending.cause(java.util.Objects.requireNonNull(failure)));
            } else if (piece.length == 0) {
                request.end().onComplete(sent);
            } else {
                request.write(Buffer.buffer(piece)).onFailure(sent::tryFail).onSuccess(gone -> next());
            }
        });
    }

    private byte[] read() {
        try {
            return octets.readNBytes(PIECE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void close() {
        try {
            octets.close();
        } catch (IOException e) {
            // All that was wanted of it was read.
        }
    }
}
