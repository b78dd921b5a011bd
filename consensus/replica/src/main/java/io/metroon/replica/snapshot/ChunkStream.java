package io.metroon.replica.snapshot;

import java.io.IOException;
import java.io.InputStream;

/** Chunks one after the other. */
final class ChunkStream extends InputStream {
    private static final byte[] NONE = {};

    private final int count;
    private final Source source;
    private byte[] current = NONE;
    private int at;
    private int next;

    /** Gives each chunk. */
    interface Source {
        byte[] chunk(int number) throws IOException;
    }

    ChunkStream(int count, Source source) {
        this.count = count;
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? current[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int taken = Math.min(length, current.length - at);
        System.arraycopy(current, at, into, from, taken);
        at += taken;
        return taken;
    }

    private boolean hasMore() throws IOException {
        while (at == current.length && next < count) {
            current = source.chunk(next++);
            at = 0;
        }
        return at < current.length;
    }
}
