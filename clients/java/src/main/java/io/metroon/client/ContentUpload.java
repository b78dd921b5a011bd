package io.metroon.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Sends a body as fast as the server takes it; one piece is in memory at a time. */
final class ContentUpload {
    private static final int PIECE_BYTES = 256 << 10;

    private final InputStream octets;
    private final Executor reader;
    private final Function<byte[], CompletableFuture<Void>> out;
    private final CompletableFuture<Void> sent = new CompletableFuture<>();

    private ContentUpload(InputStream octets, Executor reader, Function<byte[], CompletableFuture<Void>> out) {
        this.octets = octets;
        this.reader = reader;
        this.out = out;
    }

    /**
     * Sends everything; fails with {@link UncheckedIOException} when the source does.
     *
     * @param out takes a piece, done when the next may come; an empty one is the end
     */
    static CompletableFuture<Void> send(
            ContentSource source, Executor reader, Function<byte[], CompletableFuture<Void>> out) {
        return CompletableFuture.supplyAsync(() -> open(source), reader)
                .thenCompose(octets -> new ContentUpload(octets, reader, out).start());
    }

    private static InputStream open(ContentSource source) {
        try {
            return source.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Void> start() {
        next();
        return sent.whenComplete((done, failure) -> close());
    }

    private void next() {
        CompletableFuture<byte[]> piece = CompletableFuture.supplyAsync(this::read, reader);
        Pending.whenDone(
                piece.thenCompose(octetsRead -> out.apply(octetsRead).thenApply(gone -> octetsRead.length == 0)),
                (ended, failure) -> {
                    if (ended == null) {
                        sent.completeExceptionally(Pending.cause(Objects.requireNonNull(failure)));
                    } else if (ended) {
                        sent.complete(null);
                    } else {
                        next();
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
