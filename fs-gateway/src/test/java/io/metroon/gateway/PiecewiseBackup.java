package io.metroon.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A backup of some pieces of 64 KiB, which counts what was asked of it and can break off. */
final class PiecewiseBackup implements BackupSource {
    static final int PIECE_BYTES = 64 << 10;

    final AtomicInteger piecesAsked = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
    volatile int pieces = 4;
    volatile boolean breaksOff;
    volatile boolean content;

    @Override
    public CompletionStage<Backup> open(boolean withContent) {
        content = withContent;
        piecesAsked.set(0);
        return CompletableFuture.completedFuture(new Pieces());
    }

    private final class Pieces implements Backup {
        @Override
        public long revision() {
            return 7;
        }

        @Override
        public CompletionStage<byte[]> next() {
            int piece = piecesAsked.incrementAndGet();
            if (piece <= pieces) {
                return CompletableFuture.completedFuture(new byte[PIECE_BYTES]);
            }
            return breaksOff
                    ? CompletableFuture.failedFuture(new IllegalStateException("the disk went away"))
                    : CompletableFuture.completedFuture(new byte[0]);
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }
}
