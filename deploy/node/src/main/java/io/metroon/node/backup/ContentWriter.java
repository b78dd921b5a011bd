package io.metroon.node.backup;

import io.metroon.content.ContentStore;
import io.metroon.namespace.Chunk;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The content of a backup, made piece by piece from a store. One piece is in memory at a time. Used by one caller at a time.
 */
public final class ContentWriter {
    private static final byte[] END = {};

    private final boolean carried;
    private final Iterator<Chunk> held;
    private final ContentStore store;
    private @Nullable Chunk chunk;
    private int offset;
    private long chunks;
    private long octets;
    private boolean begun;
    private boolean ended;

    private ContentWriter(boolean carried, Iterator<Chunk> held, ContentStore store) {
        this.carried = carried;
        this.held = held;
        this.store = store;
    }

    /** Content that a backup carries: of these chunks, in order of hash and deadline. */
    public static ContentWriter carrying(Iterator<Chunk> held, ContentStore store) {
        return new ContentWriter(true, held, store);
    }

    /** Content that a backup only refers to. */
    public static ContentWriter referring(ContentStore store) {
        return new ContentWriter(false, Collections.emptyIterator(), store);
    }

    /**
     * The next octets, at most 1 MiB; none at the end. Fails when a chunk has no sound copy.
     *
     * @throws IOException when the list of chunks can't be read
     */
    public CompletionStage<byte[]> next() throws IOException {
        Chunk current = chunk;
        if (current != null) {
            return nextOf(current);
        }
        return CompletableFuture.completedFuture(nextPart());
    }

    private byte[] nextPart() {
        if (!begun) {
            begun = true;
            return ContentSection.head(carried);
        }
        if (held.hasNext()) {
            Chunk next = held.next();
            chunk = next;
            offset = 0;
            return ContentSection.recordHead(next);
        }
        byte[] last = ended ? END : ContentSection.trailer(chunks, octets);
        ended = true;
        return last;
    }

    private CompletionStage<byte[]> nextOf(Chunk current) {
        int length = Math.min(ContentStore.READ_BYTES_MAX, current.length() - offset);
        CompletionStage<byte[]> piece = store.read(current, offset, length);
        offset += length;
        if (offset == current.length()) {
            chunk = null;
            chunks++;
            octets += current.length();
        }
        return piece;
    }
}
