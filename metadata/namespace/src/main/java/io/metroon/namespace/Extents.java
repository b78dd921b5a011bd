package io.metroon.namespace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contents that are lists of chunks, and how often each chunk is in one. Invariants between commands:
 *
 * <ul>
 *   <li>the rows of {@link Table#EXTENT} of one content lie end to end from offset 0;
 *   <li>a content belongs to one inode, to one row of {@link Table#UPLOAD}, or to one of {@link Table#DOOMED};
 *   <li>the count of a row in {@link Table#CHUNK} is that of its entries in all extents, and is above 0.
 * </ul>
 *
 * So a chunk without a row is in no content, at exactly this revision. Apply thread only.
 */
final class Extents {
    /** Chunks of one command and one extent: about a millisecond of the apply thread, 11 KiB. */
    static final int CHUNKS_MAX = 256;

    private final Rows rows;
    private long clockMillis;
    private long stampMillis;

    Extents(Rows rows) {
        this.rows = rows;
    }

    /** Starts an entry at this moment of the log clock, which its stamp may be ahead of. */
    void begin(long logClockMillis, long entryStampMillis) {
        clockMillis = logClockMillis;
        stampMillis = Math.max(logClockMillis, entryStampMillis);
    }

    /** Begins or continues an upload, whose deadline becomes that of its newest chunk; answers what it is now. */
    UploadId stage(@Nullable UploadId upload, List<Chunk> chunks) {
        long size = upload == null ? 0 : takeUpload(upload);
        long number = upload == null ? newNumber() : upload.number();
        long deadline = upload == null ? 0 : upload.deadlineMillis();
        for (Chunk chunk : chunks) {
            deadline = Math.max(deadline, chunk.deadlineMillis());
        }
        UploadId staged = new UploadId(deadline, number);
        long end = append(number, size, chunks);
        rows.put(
                Table.UPLOAD,
                staged.key(),
                RowFormat.begin(rows.revision(), 8).int64(end).toBytes());
        return staged;
    }

    /** Completes an upload with its last chunks. */
    Whole complete(@Nullable UploadId upload, List<Chunk> chunks) {
        long size = upload == null ? 0 : takeUpload(upload);
        long number = upload == null ? newNumber() : upload.number();
        return new Whole(number, chunks.isEmpty() ? size : append(number, size, chunks));
    }

    /**
     * A content that is complete.
     *
     * @param number by which its extents are found
     * @param size octets
     */
    record Whole(long number, long size) {}

    /** Another content of the same chunks, which are not moved. */
    Whole copy(long number) {
        long made = newNumber();
        long size = 0;
        for (Row extent = extentAt(rows, number, 0); extent != null; extent = extentAt(rows, number, size)) {
            size = append(made, size, chunks(extent.value()));
        }
        return new Whole(made, size);
    }

    private long takeUpload(UploadId upload) {
        byte[] value = rows.get(Table.UPLOAD, upload.key());
        if (value == null || upload.deadlineMillis() < clockMillis) {
            throw new RefusedException(ErrorCode.ESTALE, "the upload took too long and was given up");
        }
        rows.remove(Table.UPLOAD, upload.key());
        return RowFormat.payload(value).int64();
    }

    private long newNumber() {
        Counters counters = rows.counters();
        rows.count(counters.withNextInode(counters.nextInode() + 1));
        return counters.nextInode();
    }

    private long append(long number, long size, List<Chunk> chunks) {
        Octets extent = RowFormat.begin(rows.revision(), 8 + Chunk.entryBytes(chunks.size()))
                .int64(size);
        long end = size;
        for (Chunk chunk : chunks) {
            take(chunk);
            chunk.write(extent);
            end += chunk.length();
        }
        rows.put(Table.EXTENT, key(number, end), extent.toBytes());
        return end;
    }

    private static byte[] key(long number, long end) {
        return new Octets(16).int64(number).int64(end).toBytes();
    }

    private void take(Chunk chunk) {
        byte[] value = rows.get(Table.CHUNK, chunk.key());
        if (value == null) {
            requireInTime(chunk);
            count(chunk, 1);
            return;
        }
        OctetReader in = RowFormat.payload(value);
        long count = in.int64();
        if (in.int32() != chunk.length()) {
            throw Checks.invalid("chunk " + chunk + " has another length");
        }
        count(chunk, count + 1);
    }

    // After its deadline nobody may take it up, since a store may have deleted it by then.
    private void requireInTime(Chunk chunk) {
        if (chunk.deadlineMillis() < clockMillis) {
            throw new RefusedException(ErrorCode.ESTALE, "the upload took too long: chunk " + chunk + " is given up");
        }
        if (chunk.deadlineMillis() > stampMillis + Chunk.LIFE_MILLIS_MAX) {
            throw Checks.invalid("a chunk is kept for at most " + Chunk.LIFE_MILLIS_MAX + " ms before it is in a file");
        }
    }

    private void count(Chunk chunk, long count) {
        if (count == 0) {
            rows.remove(Table.CHUNK, chunk.key());
        } else {
            Octets value = RowFormat.begin(rows.revision(), 12).int64(count).int32(chunk.length());
            rows.put(Table.CHUNK, chunk.key(), value.toBytes());
        }
    }

    /** Lets a content go: in constant time, and its chunks later, when whoever reads it has had time to. */
    void doom(long number) {
        doom(number, clockMillis);
    }

    private void doom(long number, long sinceMillis) {
        byte[] key = new Octets(16).int64(sinceMillis).int64(number).toBytes();
        rows.put(Table.DOOMED, key, RowFormat.empty(rows.revision()));
    }

    /** Lets chunks of contents go that were let go of long enough ago, about so many; answers how many are left to do. */
    int reclaim(int chunksMax, long lingerMillis) {
        int left = chunksMax;
        while (left > 0 && giveUpUpload()) {
            left--;
        }
        Row doomed = firstDoomed(rows, clockMillis - lingerMillis);
        while (left > 0 && doomed != null) {
            left -= release(doomed);
            doomed = firstDoomed(rows, clockMillis - lingerMillis);
        }
        return Math.max(0, left);
    }

    private boolean giveUpUpload() {
        Row first = firstExpired(rows, clockMillis);
        if (first == null) {
            return false;
        }
        rows.remove(Table.UPLOAD, first.key());
        // No file ever showed it, so nobody reads it.
        doom(UploadId.ofKey(first.key()).number(), 0);
        return true;
    }

    private int release(Row doomed) {
        long number = Octets.int64At(doomed.key(), 8);
        Row extent = extentAt(rows, number, 0);
        if (extent == null) {
            rows.remove(Table.DOOMED, doomed.key());
            return 1;
        }
        List<Chunk> chunks = chunks(extent.value());
        for (Chunk chunk : chunks) {
            byte[] value = rows.get(Table.CHUNK, chunk.key());
            if (value == null) {
                throw new IllegalStateException("chunk " + chunk + " of content " + number + " is missing");
            }
            count(chunk, RowFormat.payload(value).int64() - 1);
        }
        rows.remove(Table.EXTENT, extent.key());
        return chunks.size();
    }

    /** Whether {@link #reclaim} has something to do at a moment of the log clock. */
    static boolean hasReclaimable(View view, long clockMillis, long lingerMillis) {
        return firstExpired(view, clockMillis) != null || firstDoomed(view, clockMillis - lingerMillis) != null;
    }

    private static @Nullable Row firstExpired(View view, long clockMillis) {
        Row first = first(view.scan(Table.UPLOAD, new byte[0]));
        return first != null && Octets.int64At(first.key(), 0) < clockMillis ? first : null;
    }

    private static @Nullable Row firstDoomed(View view, long untilMillis) {
        Row first = first(view.scan(Table.DOOMED, new byte[0]));
        return first != null && Octets.int64At(first.key(), 0) <= Math.max(0, untilMillis) ? first : null;
    }

    private static @Nullable Row first(Iterator<Row> found) {
        return found.hasNext() ? found.next() : null;
    }

    /** The row with the chunk at an offset of a content, or null at or after its end. */
    static @Nullable Row extentAt(View view, long number, long offset) {
        // Keyed by its end, so that the first row after an offset is the one that has it.
        Row found = first(view.scan(Table.EXTENT, key(number, offset + 1)));
        return found != null && Octets.int64At(found.key(), 0) == number ? found : null;
    }

    /** The offset of an extent. */
    static long start(byte[] value) {
        return RowFormat.payload(value).int64();
    }

    /** The chunks of an extent, in order. */
    static List<Chunk> chunks(byte[] value) {
        OctetReader in = RowFormat.payload(value);
        in.int64();
        List<Chunk> chunks = new ArrayList<>();
        while (!in.atEnd()) {
            chunks.add(Chunk.read(in));
        }
        return chunks;
    }

    /** Chunks that the namespace holds, in order of their names, of those whose hashes begin with one octet. */
    static List<Chunk> held(View view, Chunk after, int chunksMax) {
        byte[] key = after.key();
        Iterator<Row> found = view.scan(Table.CHUNK, Arrays.copyOf(key, key.length + 1));
        List<Chunk> held = new ArrayList<>();
        while (held.size() < chunksMax && found.hasNext()) {
            held.add(heldChunk(found.next()));
        }
        return held;
    }

    /** The chunk of a row of {@link Table#CHUNK}. */
    static Chunk heldChunk(Row row) {
        OctetReader in = RowFormat.payload(row.value());
        in.int64();
        return Chunk.ofKey(row.key(), in.int32());
    }
}
