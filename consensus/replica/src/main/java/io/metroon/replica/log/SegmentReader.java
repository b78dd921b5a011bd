package io.metroon.replica.log;

import io.metroon.replica.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a segment through a window. What the file should hold and doesn't, because it was cut, or because the disk refuses
 * to read it, reads as octets of 255: damaged, and not as zeros, which would mean never written.
 */
final class SegmentReader {
    private static final int WINDOW = 1 << 20;
    private static final int SECTOR = 4_096;

    private final DiskFile file;
    private final long segment;
    private final int size;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private int windowAt;

    SegmentReader(DiskFile file, long segment, int size) {
        this.file = file;
        this.segment = segment;
        this.size = size;
    }

    int size() {
        return size;
    }

    long segment() {
        return segment;
    }

    Optional<RecordHeader> header(int offset) throws IOException {
        if (offset + RecordHeader.BYTES > size) {
            return Optional.empty();
        }
        load(offset, RecordHeader.BYTES);
        return RecordHeader.get(window, offset - windowAt, segment, offset);
    }

    Optional<Identifier> identifier(int ordinal) {
        int offset = Identifier.place(size, ordinal);
        if (!isLoaded(offset, Identifier.BYTES)) {
            load(Math.max(0, offset + Identifier.BYTES - WINDOW), Identifier.BYTES); // they are read downwards
        }
        load(offset, Identifier.BYTES);
        return Identifier.get(window, offset - windowAt, segment);
    }

    /** What lies where the payload of the record at this place belongs. */
    byte[] payload(RecordHeader header, int offset) {
        byte[] octets = new byte[header.length()];
        load(offset + RecordHeader.BYTES, octets.length);
        window.get(offset + RecordHeader.BYTES - windowAt, octets);
        Whitening.apply(header, octets, 0, octets.length);
        return octets;
    }

    boolean isZero(int offset, int length) {
        for (int at = offset; at < offset + length; at += WINDOW) {
            int part = Math.min(WINDOW, offset + length - at);
            load(at, part);
            if (!allZero(window.array(), at - windowAt, part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allZero(byte[] octets, int from, int length) {
        if (length == 0) {
            return true;
        }
        // Compares the range with itself, shifted by one: vectorised, and needs no second array.
        return octets[from] == 0 && Arrays.equals(octets, from, from + length - 1, octets, from + 1, from + length);
    }

    /** The first place from here on, in steps of eight octets, with a valid header; -1 if there is none below the end. */
    int nextHeader(int from, int end) throws IOException {
        int offset = from;
        while (offset + RecordHeader.BYTES <= end) {
            int stretch = Math.min(WINDOW, end - offset);
            if (isZero(offset, stretch)) {
                offset += Math.max(8, (stretch - RecordHeader.BYTES) & ~7);
                continue;
            }
            int stop = Math.min(end - RecordHeader.BYTES, offset + stretch - RecordHeader.BYTES);
            for (; offset <= stop; offset += 8) {
                if (header(offset).isPresent()) {
                    return offset;
                }
            }
        }
        return -1;
    }

    private boolean isLoaded(int offset, int length) {
        return offset >= windowAt && offset + length <= windowAt + window.limit();
    }

    private void load(int offset, int length) {
        if (isLoaded(offset, length)) {
            return;
        }
        int want = Math.max(length, Math.min(WINDOW, size - offset));
        if (window.capacity() < want) {
            window = ByteBuffer.allocate(Math.max(want, Math.min(WINDOW, size)));
        }
        if (!read(offset, 0, want)) {
            // Along the sectors of the file, wherever the window begins: what is lost must not depend on who asks.
            int next;
            for (int at = 0; at < want; at = next) {
                next = Math.min(want, at + SECTOR - (offset + at) % SECTOR);
                read(offset + at, at, next - at);
            }
        }
        window.clear().limit(want);
        windowAt = offset;
    }

    /** An unreadable sector is damage of what lies there, not of the whole log. */
    private boolean read(int offset, int at, int length) {
        try {
            int there = file.read(offset, window.clear().position(at).limit(at + length));
            Arrays.fill(window.array(), at + Math.max(0, there), at + length, (byte) 0xff);
            return true;
        } catch (IOException e) {
            Arrays.fill(window.array(), at, at + length, (byte) 0xff);
            return false;
        }
    }
}
