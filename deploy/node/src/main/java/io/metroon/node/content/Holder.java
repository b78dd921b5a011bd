package io.metroon.node.content;

import io.metroon.namespace.Chunk;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A member as one that is given chunks, with how many it has not finished keeping. Thread-safe. */
final class Holder {
    /** What one member may be behind by, in chunks: they stay on the heap of the giver until it is done, or gives up. */
    private static final int OPEN_MAX = 8;

    private final Keeping keeping;
    private final AtomicInteger open = new AtomicInteger();

    Holder(Keeping keeping) {
        this.keeping = keeping;
    }

    /** How a member keeps a chunk. */
    @FunctionalInterface
    interface Keeping {
        /** Completes when the chunk is durable there. */
        Future<Void> put(Chunk chunk, byte[] octets);
    }

    /** Whether it is so far behind that it is given only what can't be kept without it. */
    boolean lags() {
        return open.get() >= OPEN_MAX;
    }

    Future<Void> put(Chunk chunk, byte[] octets) {
        open.incrementAndGet();
        return keeping.put(chunk, octets).onComplete(done -> open.decrementAndGet());
    }
}
