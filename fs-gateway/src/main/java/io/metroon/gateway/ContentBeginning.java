package io.metroon.gateway;

import io.metroon.gateway.ContentWrite.Part;
import io.metroon.namespace.Chunk;
import io.metroon.namespace.NamespaceService;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * What a write begins with: parts of contents that are there. Whole chunks are taken up by name; what is inline, the part of
 * a chunk that is cut, and a short chunk at the very end, which the stream continues, are read and taken as octets. At most
 * one chunk is in memory. Confined to one event loop.
 */
final class ContentBeginning {
    private static final int PIECE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ChunkUpload upload;
    private final NamespaceService service;
    private final ContentConfig config;
    private final Context context;
    private final Iterator<Part> parts;

    ContentBeginning(
            ChunkUpload upload, NamespaceService service, ContentConfig config, Context context, List<Part> parts) {
        this.upload = upload;
        this.service = service;
        this.config = config;
        this.context = context;
        this.parts = parts.iterator();
    }

    /** Takes all parts, then lets the upload go on with its stream. */
    Future<Void> take() {
        return upload.reserveForBeginning()
                .compose(granted -> Repeat.whileTrue(this::takePart))
                .map(taken -> {
                    upload.takeStreamAfterwards();
                    return null;
                });
    }

    private Future<Boolean> takePart() {
        if (!parts.hasNext() || upload.isOver()) {
            return Future.succeededFuture(false);
        }
        Part part = parts.next();
        return part.content()
                .get()
                .compose(content -> content instanceof ChunkedRead chunked
                        ? new Chunks(chunked, part.length(), !parts.hasNext()).take()
                        : octets(((InlineRead) content).octets().slice(0, (int) part.length())))
                .map(true);
    }

    private Future<Void> octets(Buffer octets) {
        if (octets.length() == 0) {
            return Future.succeededFuture();
        }
        int taken = Math.min(octets.length(), upload.roomLeft());
        return upload.takeBefore(octets.slice(0, taken)).compose(put -> octets(octets.slice(taken, octets.length())));
    }

    /** One content in chunks, up to a length. */
    private final class Chunks {
        private final ChunkedRead content;
        private final long length;
        private final boolean last;
        private long at;
        private Iterator<Chunk> known = List.<Chunk>of().iterator();

        Chunks(ChunkedRead content, long length, boolean last) {
            this.content = content;
            this.length = length;
            this.last = last;
        }

        Future<Void> take() {
            return Repeat.whileTrue(this::step);
        }

        private Future<Boolean> step() {
            if (at == length || upload.isOver()) {
                return Future.succeededFuture(false);
            }
            if (!known.hasNext()) {
                return extent().map(true);
            }
            Chunk chunk = known.next();
            int wanted = (int) Math.min(chunk.length(), length - at);
            at += wanted;
            boolean continued = last && at == length && wanted < Chunk.BYTES_MAX;
            boolean whole = wanted == chunk.length() && !continued;
            return (whole ? upload.takeUp(chunk) : read(chunk, 0, wanted)).map(true);
        }

        /** Extents end where chunks do, and so does what was taken so far: the next begins there. */
        private Future<Void> extent() {
            Query query = new Query.GetExtent(content.number(), at);
            ReadMode freshness = new ReadMode.AtLeast(content.revision());
            return Future.fromCompletionStage(service.query(query, freshness, PATIENCE), context)
                    .map(answer -> {
                        known = extent(answer).chunks().iterator();
                        return null;
                    });
        }

        private Reply.Extent extent(Answer answer) {
            if (answer.reply() instanceof Refusal refusal) {
                throw HttpErrors.refused(refusal, answer.revision(), List.of());
            }
            return (Reply.Extent) answer.reply();
        }

        private Future<Void> read(Chunk chunk, int offset, int end) {
            if (offset == end) {
                return Future.succeededFuture();
            }
            int piece = Math.min(PIECE_BYTES, end - offset);
            return Future.fromCompletionStage(config.store().read(chunk, offset, piece), context)
                    .compose(octetsRead -> octets(Buffer.buffer(octetsRead)))
                    .compose(taken -> read(chunk, offset + piece, end));
        }
    }
}
