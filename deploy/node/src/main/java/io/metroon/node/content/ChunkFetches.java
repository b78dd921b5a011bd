package io.metroon.node.content;

import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.gateway.HeapBudget;
import io.metroon.namespace.Chunk;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gets chunks from other members, one after the other until one has a sound copy. Those who want the same chunk at the same
 * time share one fetch; the octets under way are within a budget. Thread-safe.
 */
final class ChunkFetches {
    // Of each fetch: the body of the answer, and the chunk that is made of it.
    private static final long HEAP_BYTES = 2L * Chunk.BYTES_MAX;

    private final Vertx vertx;
    private final PeerChunks peerChunks;
    private final HeapBudget budget;
    private final Map<String, Future<byte[]>> underWay = new ConcurrentHashMap<>();

    ChunkFetches(Vertx vertx, PeerChunks peerChunks, long heapBytes) {
        this.vertx = vertx;
        this.peerChunks = peerChunks;
        budget = new HeapBudget(Math.max(HEAP_BYTES, heapBytes));
    }

    /**
     * Fetches a chunk. Fails as MISSING only when every one of them said that he has no sound copy, as UNAVAILABLE when one
     * that may have it did not answer.
     *
     * @param kept what to do with the octets before the fetch is done; it answers them
     */
    Future<byte[]> fetch(Chunk chunk, List<InetSocketAddress> from, Function<byte[], Future<byte[]>> kept) {
        Promise<byte[]> promise = Promise.promise();
        Future<byte[]> running = underWay.putIfAbsent(chunk.name(), promise.future());
        if (running != null) {
            return running;
        }
        budgeted(() -> from(new ArrayList<>(from), chunk, 0).compose(kept))
                .onComplete(done -> underWay.remove(chunk.name()))
                .onComplete(promise);
        return promise.future();
    }

    private Future<byte[]> budgeted(Supplier<Future<byte[]>> fetch) {
        return budget.reserve(HEAP_BYTES, vertx.getOrCreateContext())
                .recover(full -> Future.failedFuture(
                        new ContentStoreException(Kind.UNAVAILABLE, "too many chunks are fetched already", full)))
                .compose(granted -> fetch.get().onComplete(done -> budget.release(HEAP_BYTES)));
    }

    private Future<byte[]> from(List<InetSocketAddress> peers, Chunk chunk, int silent) {
        if (peers.isEmpty()) {
            return Future.failedFuture(
                    silent == 0
                            ? new ContentStoreException(Kind.MISSING, "chunk " + chunk + " is sound on no node")
                            : new ContentStoreException(
                                    Kind.UNAVAILABLE,
                                    "chunk " + chunk + " is not here, and of the nodes that may have it " + silent
                                            + " did not answer"));
        }
        InetSocketAddress peer = peers.remove(0);
        return peerChunks.get(peer, chunk).recover(failure -> from(peers, chunk, silent + (hasNone(failure) ? 0 : 1)));
    }

    private static boolean hasNone(Throwable failure) {
        return failure instanceof ContentStoreException said
                && (said.kind() == Kind.MISSING || said.kind() == Kind.DAMAGED);
    }
}
