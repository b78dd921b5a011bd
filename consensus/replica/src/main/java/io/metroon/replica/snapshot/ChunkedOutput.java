package io.metroon.replica.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Cuts what is written into chunks of one length; the last may be shorter. */
final class ChunkedOutput extends OutputStream {
    private final byte[] buffer;
    private final Sink sink;
    private int filled;

    /** Takes each chunk. */
    interface Sink {
        void accept(byte[] chunk) throws IOException;
    }

    ChunkedOutput(int chunkBytes, Sink sink) {
        this.buffer = new byte[chunkBytes];
        this.sink = sink;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        int at = from;
        int end = from + length;
        while (at < end) {
            int taken = Math.min(end - at, buffer.length - filled);
            System.arraycopy(octets, at, buffer, filled, taken);
            filled += taken;
            at += taken;
            if (filled == buffer.length) {
                emit();
            }
        }
    }

    private void emit() throws IOException {
        sink.accept(Arrays.copyOf(buffer, filled));
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (filled > 0) {
            emit();
        }
    }
}
