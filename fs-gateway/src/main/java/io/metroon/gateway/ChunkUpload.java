package io.metroon.gateway;

import io.metroon.content.ContentStore;
import io.metroon.content.Hashes;
import io.metroon.namespace.Chunk;
import io.metroon.namespace.Command;
import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.NamespaceService;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.metroon.namespace.UploadId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One write of content while its octets come. What stays within the inline bound becomes one command that carries it; the
 * rest is cut into chunks, each kept by the store before a command names it, and the last command shows them all. Invariants:
 *
 * <ul>
 *   <li>at most one chunk is filled and one put at a time, both within the heap budget; what comes besides pauses the stream;
 *   <li>a chunk stands in {@code kept} only after the store has it;
 *   <li>once {@code over}, nothing is put, staged or shown any more.
 * </ul>
 *
 * What an upload leaves that does not end well is nobody's: a staged part is given up by the namespace, a chunk that nobody
 * holds by the store. Confined to one event loop.
 */
final class ChunkUpload {
    private static final int CHUNKS_A_COMMAND = 256;
    private static final int FIRST_ROOM_BYTES = 256 << 10;
    // So slow a client keeps others from their turn.
    private static final long CHUNK_WITHIN_MILLIS = 600_000;
    // Chunks of a slow upload are held long before their deadline.
    private static final long STAGED_AFTER_NANOS = 60_000_000_000L;
    private static final Duration STAGE_PATIENCE = Duration.ofSeconds(10);

    private final NamespaceService service;
    private final ContentConfig config;
    private final HeapBudget budget;
    private final ContentWrite write;
    private final ReadStream<Buffer> octets;
    private final Context context;
    private final Promise<Answer> answer = Promise.promise();
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private final List<Chunk> kept = new ArrayList<>();
    private final MessageDigest identity = Hashes.sha256();
    private Buffer small = Buffer.buffer();
    private byte[] room = {};
    private int filled;
    private long bytes;
    private long timer;
    private boolean large;
    private boolean reserving;
    private boolean reserved;
    private boolean putting;
    private boolean ended;
    private boolean endingTaken;
    private boolean over;
    private long oldestKeptNanos;
    private @Nullable UploadId upload;

    ChunkUpload(
            NamespaceService service,
            ContentConfig config,
            HeapBudget budget,
            ContentWrite write,
            ReadStream<Buffer> octets,
            Context context) {
        this.service = service;
        this.config = config;
        this.budget = budget;
        this.write = write;
        this.octets = octets;
        this.context = context;
        endingTaken = write.ends().isEmpty();
    }

    Future<Answer> start() {
        if (write.begins().isEmpty()) {
            takeStream();
        } else {
            take(write.begins(), true).onSuccess(taken -> takeStream());
        }
        return answer.future();
    }

    /** Takes parts of contents that are there; what goes on behind them finds the upload as if it had sent them. */
    private Future<Void> take(List<ContentWrite.Part> parts, boolean continued) {
        return new ContentParts(this, service, config, context, parts, continued)
                .take()
                .<Void>map(taken -> {
                    settle();
                    return null;
                })
                .onFailure(this::fail);
    }

    private void takeStream() {
        if (over) {
            return;
        }
        octets.exceptionHandler(this::fail).endHandler(end -> {
            ended = true;
            advance();
        });
        octets.handler(piece -> {
            if (!isWithinBound(piece.length())) {
                fail(tooLarge());
            } else if (!over) {
                waiting.add(piece);
                advance();
            }
        });
        octets.resume();
    }

    /** Counts octets of the file, wherever they come from; the sender of its last part need not have sent the rest. */
    private boolean isWithinBound(int more) {
        bytes += more;
        return bytes <= config.fileBytesMax();
    }

    private ProblemException tooLarge() {
        return HttpErrors.tooLarge(ErrorCode.EFBIG, config.fileBytesMax());
    }

    /** Waits for room for one chunk, for parts of contents that are there. */
    Future<Void> reserveForParts() {
        if (reserved) {
            return Future.succeededFuture();
        }
        return budget.reserve(Chunk.BYTES_MAX, context).map(granted -> {
            reserved();
            return null;
        });
    }

    /** Octets that fit the chunk which is filled. */
    int roomLeft() {
        return Chunk.BYTES_MAX - filled;
    }

    /** Takes octets beside the stream, up to {@link #roomLeft}; puts the chunk when that makes it full. */
    Future<Void> takeBeside(Buffer piece) {
        if (!isWithinBound(piece.length())) {
            return Future.failedFuture(tooLarge());
        }
        take(piece);
        return filled == Chunk.BYTES_MAX ? putFilled() : Future.succeededFuture();
    }

    /** Takes a chunk up that a file has, behind all that was taken so far. */
    Future<Void> takeUp(Chunk chunk) {
        if (!isWithinBound(chunk.length())) {
            return Future.failedFuture(tooLarge());
        }
        Future<Void> before = filled > 0 ? putFilled() : Future.succeededFuture();
        return before.compose(put -> {
            keep(chunk);
            return kept.size() == CHUNKS_A_COMMAND ? refreshFirst().compose(fresh -> stage()) : before;
        });
    }

    private Future<Void> putFilled() {
        byte[] chunk = filled == room.length ? room : Arrays.copyOf(room, filled);
        room = new byte[0];
        filled = 0;
        return put(chunk);
    }

    /**
     * What is staged lives until the deadline of its newest chunk, which for chunks of an old file has long passed. So the
     * first of an upload is put again, under a new deadline.
     */
    private Future<Void> refreshFirst() {
        Chunk first = kept.get(0);
        if (upload != null || first.deadlineMillis() == config.deadlineMillis()) {
            return Future.succeededFuture();
        }
        byte[] whole = new byte[first.length()];
        Chunk fresh = new Chunk(first.hash(), first.length(), config.deadlineMillis());
        return readInto(first, whole, 0)
                .compose(read -> Future.fromCompletionStage(config.store().put(fresh, whole), context))
                .map(put -> {
                    kept.set(0, fresh);
                    return null;
                });
    }

    private Future<Void> readInto(Chunk chunk, byte[] whole, int at) {
        if (at == whole.length) {
            return Future.succeededFuture();
        }
        int length = Math.min(ContentStore.READ_BYTES_MAX, whole.length - at);
        return Future.fromCompletionStage(config.store().read(chunk, at, length), context)
                .compose(octetsRead -> {
                    System.arraycopy(octetsRead, 0, whole, at, length);
                    return readInto(chunk, whole, at + length);
                });
    }

    /** After parts were taken: whether all that is there may be inline yet, and whether room is still needed. */
    private void settle() {
        if (over) {
            return;
        }
        large = !kept.isEmpty() || upload != null || filled > service.limits().contentBytesMax();
        if (!large) {
            small = Buffer.buffer(Arrays.copyOf(room, filled));
            filled = 0;
            room = new byte[0];
        }
        if (filled == 0) {
            releaseReserved();
        }
    }

    /** Behind the stream: what the content ends with. */
    private void takeEnding() {
        endingTaken = true;
        if (!large) {
            large = true;
            room = small.getBytes();
            filled = room.length;
            small = Buffer.buffer();
        }
        take(write.ends(), false).onSuccess(taken -> advance());
    }

    private void releaseReserved() {
        if (reserved) {
            reserved = false;
            context.owner().cancelTimer(timer);
            budget.release(Chunk.BYTES_MAX);
        }
    }

    boolean isOver() {
        return over;
    }

    private void advance() {
        if (over) {
            return;
        }
        if (!large) {
            collect();
        }
        if (large) {
            fill();
        } else if (ended && !endingTaken) {
            takeEnding();
        } else if (ended) {
            show(new Command.PutContent(write.path(), small.getBytes(), write.attributes(), write.condition()));
        }
    }

    private void collect() {
        for (Buffer piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            small.appendBuffer(piece);
        }
        if (small.length() > service.limits().contentBytesMax()) {
            large = true;
            waiting.add(small);
            small = Buffer.buffer();
        }
    }

    private void fill() {
        while (!waiting.isEmpty() && hasRoom()) {
            take(waiting.remove());
        }
        if (filled == Chunk.BYTES_MAX) {
            flush();
        }
        if (!waiting.isEmpty()) {
            octets.pause();
        } else if (!ended) {
            octets.resume();
        } else if (!endingTaken) {
            endOnceQuiet();
        } else if (filled > 0) {
            flush();
        } else if (!putting) {
            complete();
        }
    }

    /** The chunk that is put is the one before what the content ends with. */
    private void endOnceQuiet() {
        if (!putting) {
            takeEnding();
        }
    }

    private boolean hasRoom() {
        if (filled == Chunk.BYTES_MAX) {
            flush();
        }
        return filled < Chunk.BYTES_MAX && reserve();
    }

    /** Whether there is a reservation for the chunk that is filled; if not, it is on its way. */
    private boolean reserve() {
        if (reserved || reserving) {
            return reserved;
        }
        if (budget.tryReserve(Chunk.BYTES_MAX)) {
            reserved();
            return true;
        }
        reserving = true;
        budget.reserve(Chunk.BYTES_MAX, context).onFailure(this::fail).onSuccess(granted -> {
            reserving = false;
            reserved();
            context.runOnContext(later -> advance());
        });
        return false;
    }

    private void reserved() {
        if (over) {
            budget.release(Chunk.BYTES_MAX);
            return;
        }
        reserved = true;
        timer = context.owner()
                .setTimer(CHUNK_WITHIN_MILLIS, id -> fail(HttpErrors.bodyTooSlow(CHUNK_WITHIN_MILLIS / 1_000)));
    }

    private void take(Buffer piece) {
        int taken = Math.min(piece.length(), Chunk.BYTES_MAX - filled);
        if (filled + taken > room.length) {
            int more = Math.max(Math.max(FIRST_ROOM_BYTES, 2 * room.length), filled + taken);
            room = Arrays.copyOf(room, Math.min(Chunk.BYTES_MAX, more));
        }
        piece.getBytes(0, taken, room, filled);
        filled += taken;
        if (taken < piece.length()) {
            waiting.addFirst(piece.slice(taken, piece.length()));
        }
    }

    /** Puts the chunk that is filled, unless one is put already: then this one waits, and the stream with it. */
    private void flush() {
        if (putting) {
            return;
        }
        byte[] chunk = filled == room.length ? room : Arrays.copyOf(room, filled);
        room = new byte[0];
        filled = 0;
        reserved = false;
        putting = true;
        context.owner().cancelTimer(timer);
        put(chunk)
                .onComplete(put -> budget.release(Chunk.BYTES_MAX))
                .onFailure(this::fail)
                .onSuccess(put -> {
                    putting = false;
                    advance();
                });
    }

    private Future<Void> put(byte[] octetsOfChunk) {
        return context.owner()
                .executeBlocking(() -> Hashes.of(octetsOfChunk), false)
                .compose(hash -> {
                    Chunk chunk = new Chunk(hash, octetsOfChunk.length, config.deadlineMillis());
                    return Future.fromCompletionStage(config.store().put(chunk, octetsOfChunk), context)
                            .compose(done -> kept(chunk));
                });
    }

    private Future<Void> kept(Chunk chunk) {
        keep(chunk);
        boolean old = System.nanoTime() - oldestKeptNanos > STAGED_AFTER_NANOS;
        return (kept.size() == CHUNKS_A_COMMAND || old) && !over ? stage() : Future.succeededFuture();
    }

    private void keep(Chunk chunk) {
        identity.update(chunk.hash());
        if (kept.isEmpty()) {
            oldestKeptNanos = System.nanoTime();
        }
        kept.add(chunk);
    }

    private Future<Void> stage() {
        Command stage = new Command.StageChunks(upload, List.copyOf(kept));
        return here(service.execute(stage, null, STAGE_PATIENCE)).map(staged -> {
            requireInTime(staged);
            if (staged.reply() instanceof Refusal refusal) {
                throw HttpErrors.refused(refusal, staged.revision(), List.of());
            }
            upload = ((Reply.Staged) staged.reply()).upload();
            kept.clear();
            return null;
        });
    }

    /** What took longer than its chunks are kept changed nothing, and may be tried again. */
    private static Answer requireInTime(Answer answer) {
        if (answer.reply() instanceof Refusal refusal && refusal.code() == ErrorCode.ESTALE) {
            throw HttpErrors.unavailable(refusal.detail());
        }
        return answer;
    }

    private void complete() {
        show(new Command.PutChunks(write.path(), upload, List.copyOf(kept), write.attributes(), write.condition()));
    }

    private void show(Command command) {
        over = true;
        ContentWrite.Keyed key = write.key();
        try {
            write.beforeVisible().run();
            byte[] fingerprint = command instanceof Command.PutContent put ? put.content() : identity.digest();
            here(service.execute(write.step(command), key == null ? null : key.of(fingerprint), write.patience()))
                    .map(ChunkUpload::requireInTime)
                    .map(write::ofWriting)
                    .onComplete(answer);
        } catch (RuntimeException refused) {
            answer.tryFail(refused);
        }
    }

    private <T> Future<T> here(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, context);
    }

    private void fail(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        context.owner().cancelTimer(timer);
        releaseReserved();
        waiting.clear();
        room = new byte[0];
        answer.tryFail(cause);
    }
}
