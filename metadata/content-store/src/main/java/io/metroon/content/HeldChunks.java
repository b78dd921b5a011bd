package io.metroon.content;

import io.metroon.content.ContentStore.Holdings;
import io.metroon.namespace.Chunk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The held chunks whose hashes begin with an octet, in order of hash and deadline, asked for some at a time. Not thread-safe.
 */
public final class HeldChunks {
    private static final int AT_ONCE = 1_024;

    private final int firstOctet;
    private final Holdings holdings;
    private List<Chunk> held = List.of();
    private Chunk last;
    private int index;
    private boolean ended;

    /** A walk that begins before the first one. */
    public HeldChunks(int firstOctet, Holdings holdings) {
        this.firstOctet = firstOctet;
        this.holdings = holdings;
        byte[] hash = new byte[32];
        hash[0] = (byte) firstOctet;
        last = new Chunk(hash, 1, 0);
    }

    /** The next one, which stays the next; null at the end. */
    public @Nullable Chunk peek() {
        if (index == held.size() && !ended) {
            held = holdings.held(last, AT_ONCE);
            index = 0;
        }
        ended |= held.isEmpty() || (held.get(index).hash()[0] & 0xFF) != firstOctet;
        return ended ? null : held.get(index);
    }

    /** The next one, which is behind from now on; null at the end. */
    public @Nullable Chunk next() {
        Chunk next = peek();
        if (next != null) {
            last = next;
            index++;
        }
        return next;
    }
}
