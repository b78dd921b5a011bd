package io.metroon.gateway;

import io.metroon.content.ContentStore;
import io.metroon.namespace.Chunk;
import io.metroon.namespace.NamespaceService;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.List;

/**
 * Content in chunks, read piece by piece: one is on its way out while the next is read. The lists of chunks are asked for as
 * they are needed, by the number of the content, so that the file may be replaced meanwhile.
 */
final class ChunkedRead implements ContentRead {
    private static final int PIECE_BYTES = 2 << 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Stat stat;
    private final long revision;
    private final long number;
    private final NamespaceService service;
    private final ContentStore store;
    private final HeapBudget budget;
    private final Context context;

    ChunkedRead(
            Reply.Chunked file,
            long revision,
            NamespaceService service,
            ContentStore store,
            HeapBudget budget,
            Context context) {
        stat = file.stat();
        number = file.number();
        this.revision = revision;
        this.service = service;
        this.store = store;
        this.budget = budget;
        this.context = context;
    }

    /** By which its extents are found. */
    long number() {
        return number;
    }

    @Override
    public Stat stat() {
        return stat;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public Future<Void> writeTo(WriteStream<Buffer> out, long first, long length) {
        if (length == 0) {
            return Future.succeededFuture();
        }
        return budget.reserve(2 * PIECE_BYTES, context)
                .compose(granted -> new Run(out, first, first + length)
                        .start()
                        .onComplete(done -> budget.release(2 * PIECE_BYTES)));
    }

    /** One range on its way out. */
    private final class Run {
        private final WriteStream<Buffer> out;
        private final long end;
        private final Promise<Void> done = Promise.promise();
        private long at;
        private List<Chunk> chunks = List.of();
        private int index;
        private long start;
        private Future<Void> written = Future.succeededFuture();

        Run(WriteStream<Buffer> out, long first, long end) {
            this.out = out;
            this.end = end;
            at = first;
        }

        Future<Void> start() {
            next();
            return done.future();
        }

        private void next() {
            piece().onFailure(done::tryFail).onSuccess(octets -> {
                // The piece before has gone out by now, or this one waits for it: two are in memory.
                written.onFailure(done::tryFail).onSuccess(gone -> send(octets));
            });
        }

        private void send(byte[] octets) {
            at += octets.length;
            written = out.write(Buffer.buffer(octets));
            if (at < end) {
                next();
            } else {
                written.onComplete(done);
            }
        }

        private Future<byte[]> piece() {
            while (index < chunks.size() && at >= start + chunks.get(index).length()) {
                start += chunks.get(index++).length();
            }
            if (index == chunks.size()) {
                return extent().compose(found -> piece());
            }
            Chunk chunk = chunks.get(index);
            int offset = (int) (at - start);
            int length = (int) Math.min(Math.min(PIECE_BYTES, chunk.length() - offset), end - at);
            return Future.fromCompletionStage(store.read(chunk, offset, length), context);
        }

        private Future<Void> extent() {
            Query query = new Query.GetExtent(number, at);
            return Future.fromCompletionStage(service.query(query, new ReadMode.AtLeast(revision), PATIENCE), context)
                    .map(answer -> {
                        if (answer.reply() instanceof Refusal refusal) {
                            throw HttpErrors.refused(refusal, answer.revision(), List.of());
                        }
                        Reply.Extent extent = (Reply.Extent) answer.reply();
                        start = extent.start();
                        chunks = extent.chunks();
                        index = 0;
                        return null;
                    });
        }
    }
}
