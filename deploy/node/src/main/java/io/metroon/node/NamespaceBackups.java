package io.metroon.node;

import io.metroon.gateway.BackupSource;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.ServiceException;
import io.metroon.replica.Replica;
import io.metroon.replica.snapshot.BackupFile;
import io.metroon.replica.snapshot.SnapshotStore.Snapshot;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Online backups: a snapshot taken now, which holds everything acknowledged before, sent as one file while the node goes on
 * serving. The snapshot stays on disk until the last octet has gone out.
 */
final class NamespaceBackups implements BackupSource {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PIECE_BYTES = 1 << 20;

    private final Vertx vertx;
    private volatile @Nullable Replica<Answer> replica;

    NamespaceBackups(Vertx vertx) {
        this.vertx = vertx;
    }

    void serve(Replica<Answer> opened) {
        replica = opened;
    }

    @Override
    public CompletionStage<Backup> open() {
        Replica<Answer> serving = replica;
        if (serving == null) {
            return CompletableFuture.failedFuture(
                    new ServiceException(ServiceException.Kind.UNAVAILABLE, "this node is still reading its log"));
        }
        return serving.readIndex(PATIENCE)
                .thenCompose(index -> serving.takeSnapshot())
                .<Backup>thenApply(SnapshotBackup::new)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(ReplicatedNamespace.translate(failure)));
    }

    private final class SnapshotBackup implements Backup {
        private final Snapshot snapshot;
        private final InputStream octets;
        private final AtomicBoolean closed = new AtomicBoolean();

        SnapshotBackup(Snapshot pinned) {
            snapshot = pinned;
            octets = BackupFile.openStream(pinned);
        }

        @Override
        public long revision() {
            return snapshot.slot();
        }

        @Override
        public CompletionStage<byte[]> next() {
            return vertx.executeBlocking(this::read, false).toCompletionStage();
        }

        private byte[] read() throws IOException {
            return octets.readNBytes(PIECE_BYTES);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                snapshot.unpin();
            }
        }
    }
}
