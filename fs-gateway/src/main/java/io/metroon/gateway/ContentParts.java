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
 * What a write begins or ends with: parts of contents that are there. Whole chunks are taken up by name; what is inline, the
 * parts of chunks that are cut, and a short chunk at the end of a beginning, which the stream continues, are read and taken
 * as octets. At most one chunk is in memory. Confined to one event loop.
 */
final class ContentParts {
    private static final int PIECE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ChunkUpload upload;
    private final NamespaceService service;
    private final ContentConfig config;
    private final Context context;
    private final Iterator<Part> parts;
    private final boolean continued;

    /** Parts for an upload; {@code continued} if its stream goes on behind them. */
    ContentParts(
            ChunkUpload upload,
            NamespaceService service,
            ContentConfig config,
            Context context,
            List<Part> parts,
            boolean continued) {
        this.upload = upload;
        this.service = service;
        this.config = config;
        this.context = context;
        this.parts = parts.iterator();
        this.continued = continued;
    }

    /** Takes all parts. */
    Future<Void> take() {
        return upload.reserveForParts().compose(granted -> Repeat.whileTrue(this::takePart));
    }

    private Future<Boolean> takePart() {
        if (!parts.hasNext() || upload.isOver()) {
            return Future.succeededFuture(false);
        }
        Part part = parts.next();
        return part.content()
                .get()
                .compose(content -> content instanceof ChunkedRead chunked
                        ? new Chunks(chunked, part, continued && !parts.hasNext()).take()
                        : octets(((InlineRead) content).octets().slice((int) part.from(), (int) part.to())))
                .map(true);
    }

    private Future<Void> octets(Buffer octets) {
        if (octets.length() == 0) {
            return Future.succeededFuture();
        }
        int taken = Math.min(octets.length(), upload.roomLeft());
        return upload.takeBeside(octets.slice(0, taken)).compose(put -> octets(octets.slice(taken, octets.length())));
    }

    /** A part of one content in chunks. */
    private final class Chunks {
        private final ChunkedRead content;
        private final long to;
        private final boolean streamFollows;
        private long at;
        private Iterator<Chunk> known = List.<Chunk>of().iterator();
        /** Octets of the next chunk that lie before the part; only the first extent has such chunks. */
        private long before;

        Chunks(ChunkedRead content, Part part, boolean streamFollows) {
            this.content = content;
            this.streamFollows = streamFollows;
            at = part.from();
            to = part.to();
        }

        Future<Void> take() {
            return Repeat.whileTrue(this::step);
        }

        private Future<Boolean> step() {
            if (at == to || upload.isOver()) {
                return Future.succeededFuture(false);
            }
            if (!known.hasNext()) {
                return extent().map(true);
            }
            Chunk chunk = known.next();
            if (before >= chunk.length()) {
                before -= chunk.length();
                return Future.succeededFuture(true);
            }
            int from = (int) before;
            int end = (int) Math.min(chunk.length(), from + to - at);
            before = 0;
            at += end - from;
            boolean goesOn = streamFollows && at == to && end < Chunk.BYTES_MAX;
            boolean whole = from == 0 && end == chunk.length() && !goesOn;
            return (whole ? upload.takeUp(chunk) : read(chunk, from, end)).map(true);
        }

        /** Extents end where chunks do, and so does what was taken so far: the next begins there. */
        private Future<Void> extent() {
            Query query = new Query.GetExtent(content.number(), at);
            ReadMode freshness = new ReadMode.AtLeast(content.revision());
            return Future.fromCompletionStage(service.query(query, freshness, PATIENCE), context)
                    .map(answer -> {
                        Reply.Extent extent = extent(answer);
                        known = extent.chunks().iterator();
                        before = at - extent.start();
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
