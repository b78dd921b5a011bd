package io.metroon.replica.log;

import io.metroon.replica.disk.Checksum;
import io.metroon.replica.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment that is being filled: records from the front, identifiers from the end. What is added is gathered, and written
 * by {@link #flush} in two writes.
 */
final class Segment {
    private static final byte[] TRAILER = {-1, -1, -1, -1, -1, -1, -1, -1};
    private static final int BUFFER_MAX = 4 << 20;
    private static final int END_RESERVE = 2 * RecordHeader.BYTES + Identifier.BYTES;

    private final long number;
    private final DiskFile file;
    private final int size;
    private final LogSettings settings;
    private final List<Identifier> identifiers = new ArrayList<>();
    private ByteBuffer records = ByteBuffer.allocate(64 << 10);
    private int flushed;
    private int ordinals;
    private long highestSlot;

    /** A segment whose records end at {@code end}. */
    Segment(long number, DiskFile file, int size, LogSettings settings, int end, int ordinals, long highestSlot) {
        this.number = number;
        this.file = file;
        this.size = size;
        this.settings = settings;
        this.flushed = end;
        this.ordinals = ordinals;
        this.highestSlot = highestSlot;
    }

    /** Where the first record behind a segment's head lies: in a block of its own, so that no torn write hits the head. */
    static int firstRecord(int configLength, int blockBytes) {
        int size = RecordHeader.sizeOnDisk(configLength);
        return (size + blockBytes - 1) / blockBytes * blockBytes;
    }

    /** The first place from here on at which a header lies in one sector. */
    static int headerPlace(int offset, int sectorBytes) {
        int left = sectorBytes - offset % sectorBytes;
        return left >= RecordHeader.BYTES ? offset : offset + left;
    }

    long number() {
        return number;
    }

    /** The highest slot that any record in it is about. */
    long highestSlot() {
        return highestSlot;
    }

    /** Behind the last record written. */
    int end() {
        return flushed;
    }

    DiskFile file() {
        return file;
    }

    int size() {
        return size;
    }

    /** The same segment by another handle: everything was flushed and synced by the old one. */
    Segment reopened(DiskFile handle) {
        return new Segment(number, handle, size, settings, flushed, ordinals, highestSlot);
    }

    /** Whether a record with a payload of this size can be added, and the END record after it. */
    boolean fits(int payloadLength) {
        int place = headerPlace(position(), settings.sectorBytes());
        long end = (long) place + RecordHeader.sizeOnDisk(payloadLength);
        return end + END_RESERVE + settings.blockBytes() <= Identifier.place(size, ordinals + 1);
    }

    /** The head of the segment. */
    void addHead(RecordHeader header, byte[] config) {
        put(header, config, 0);
        identify(header, 0);
        int first = firstRecord(config.length, settings.blockBytes());
        reserve(first - records.position());
        records.put(new byte[first - records.position()]);
    }

    /** A record. Returns where it is. */
    int add(RecordHeader header, byte[] payload) {
        int place = headerPlace(position(), settings.sectorBytes());
        reserve(place - position() + header.sizeOnDisk());
        while (position() < place) {
            records.put((byte) 0);
        }
        put(header, payload, place);
        boolean identified = header.kind() == RecordKind.END || (header.kind().isNumbered() && settings.identifiers());
        if (identified) {
            identify(header, place);
        }
        if (header.kind().isVote()) {
            highestSlot = Math.max(highestSlot, header.slot());
        } else if (header.kind() == RecordKind.FAULT) {
            highestSlot = Math.max(highestSlot, header.ballot().round());
        }
        return place;
    }

    private void put(RecordHeader header, byte[] payload, int place) {
        reserve(header.sizeOnDisk());
        header.put(records, number, place);
        if (payload.length > 0) {
            int at = records.position();
            records.put(payload);
            Whitening.apply(header, records.array(), records.arrayOffset() + at, payload.length);
            records.put(TRAILER, 0, header.sizeOnDisk() - RecordHeader.BYTES - payload.length);
        }
    }

    private void identify(RecordHeader header, int place) {
        identifiers.add(new Identifier(header, place));
        ordinals++;
    }

    /** Writes what was added; it is durable after a sync. */
    void flush() throws IOException {
        if (!identifiers.isEmpty()) {
            file.write(Identifier.place(size, ordinals - 1), pendingIdentifiers());
            identifiers.clear();
        }
        int length = records.position();
        file.write(flushed, records.flip());
        flushed += length;
        records = records.capacity() > BUFFER_MAX ? ByteBuffer.allocate(BUFFER_MAX) : records.clear();
    }

    private ByteBuffer pendingIdentifiers() {
        int count = identifiers.size();
        ByteBuffer octets = ByteBuffer.allocate(count * Identifier.BYTES);
        for (int i = 0; i < count; i++) {
            identifiers.get(i).put(octets, (count - 1 - i) * Identifier.BYTES, number);
        }
        return octets;
    }

    private int position() {
        return flushed + records.position();
    }

    private void reserve(int octets) {
        if (records.remaining() < octets) {
            int wanted = Math.max(records.capacity() * 2, records.position() + octets);
            records = ByteBuffer.allocate(wanted).put(records.flip());
        }
    }

    static int crc(byte[] payload) {
        return payload.length == 0 ? 0 : Checksum.crc32c(payload);
    }
}
