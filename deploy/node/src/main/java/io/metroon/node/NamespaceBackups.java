package io.metroon.node;

import io.metroon.gateway.BackupSource;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.ServiceException;
import io.metroon.node.backup.ContentWriter;
import io.metroon.replica.Replica;
import io.metroon.replica.snapshot.BackupFile;
import io.metroon.replica.snapshot.SnapshotStore.Snapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Online backups: a snapshot taken now, which holds everything acknowledged before, and behind it the chunks that it names,
 * sent as one file while the node goes on serving. The snapshot stays on disk until the last octet has gone out, and until
 * then this node deletes no chunk.
 */
final class NamespaceBackups implements BackupSource {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceBackups.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PIECE_BYTES = 1 << 20;

    private final Vertx vertx;
    private final NodeContent content;
    private volatile @Nullable Replica<Answer> replica;

    NamespaceBackups(Vertx vertx, NodeContent content) {
        this.vertx = vertx;
        this.content = content;
    }

    void serve(Replica<Answer> opened) {
        replica = opened;
    }

    @Override
    public CompletionStage<Backup> open(boolean withContent) {
        Replica<Answer> serving = replica;
        if (serving == null) {
            return CompletableFuture.failedFuture(
                    new ServiceException(ServiceException.Kind.UNAVAILABLE, "this node is still reading its log"));
        }
        // Before the snapshot: what it holds is not deleted here from its slot on.
        NodeContent.Hold hold = content.hold();
        return serving.readIndex(PATIENCE)
                .thenCompose(index -> serving.takeSnapshot())
                .<Backup>thenApply(snapshot -> new SnapshotBackup(snapshot, withContent, hold))
                .whenComplete((backup, failure) -> {
                    if (failure != null) {
                        hold.close();
                    }
                })
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(ReplicatedNamespace.translate(failure)));
    }

    private final class SnapshotBackup implements Backup {
        private final Snapshot snapshot;
        private final boolean withContent;
        private final NodeContent.Hold hold;
        private final InputStream octets;
        private final AtomicBoolean closed = new AtomicBoolean();
        private @Nullable ContentWriter chunks;

        SnapshotBackup(Snapshot pinned, boolean withContent, NodeContent.Hold hold) {
            snapshot = pinned;
            this.withContent = withContent;
            this.hold = hold;
            octets = BackupFile.openStream(pinned);
        }

        @Override
        public long revision() {
            return snapshot.slot();
        }

        @Override
        public CompletionStage<byte[]> next() {
            return vertx.executeBlocking(this::read, false)
                    .compose(piece -> Future.fromCompletionStage(piece))
                    .onFailure(failure -> LOG.error(
                            "the backup of revision {} breaks off: {}",
                            revision(),
                            String.valueOf(failure.getMessage())))
                    .toCompletionStage();
        }

        private CompletionStage<byte[]> read() throws IOException {
            if (chunks == null) {
                byte[] piece = octets.readNBytes(PIECE_BYTES);
                if (piece.length > 0) {
                    return CompletableFuture.completedFuture(piece);
                }
                chunks = withContent ? carried() : ContentWriter.referring(content.store());
            }
            try {
                return chunks.next();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private ContentWriter carried() throws IOException {
            InputStream state = Replica.stateIn(snapshot.openStream());
            return ContentWriter.carrying(Namespace.heldIn(state), content.store());
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                snapshot.unpin();
                hold.close();
            }
        }
    }
}
