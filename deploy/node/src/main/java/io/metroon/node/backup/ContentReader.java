package io.metroon.node.backup;

import io.metroon.content.Hashes;
import io.metroon.namespace.Chunk;
import io.metroon.replica.snapshot.BackupFile;
import io.metroon.replica.snapshot.DamagedBackupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Reads the content of a backup file once, to the end of the file, and checks every octet against its hash. */
public final class ContentReader {
    private final InputStream in;
    private final BackupFile.Progress progress;
    private final long total;
    private long position;

    /** Takes each chunk that was checked. */
    @FunctionalInterface
    public interface Sink {
        /** The next one, with its octets. */
        void accept(Chunk chunk, byte[] octets) throws IOException;
    }

    /**
     * What a backup has of large content.
     *
     * @param carried whether it carries it, and does not only refer to it
     * @param chunks how many it carries
     * @param octets that they have together
     */
    public record Contents(boolean carried, long chunks, long octets) {}

    /**
     * A reader.
     *
     * @param in stands behind the snapshot
     * @param position of that in the file, octets
     * @param total length of the file, octets
     */
    public ContentReader(InputStream in, long position, long total, BackupFile.Progress progress) {
        this.in = in;
        this.position = position;
        this.total = total;
        this.progress = progress;
    }

    /**
     * Reads everything.
     *
     * @throws DamagedBackupException naming the damaged part
     */
    public Contents read(Sink sink) throws IOException {
        boolean carried = head();
        long chunks = 0;
        long octets = 0;
        int magic = magic();
        while (magic == ContentSection.RECORD_MAGIC && carried) {
            octets += record(chunks + 1, sink);
            chunks++;
            progress.at(position, total);
            magic = magic();
        }
        trailer(magic, chunks, octets);
        if (in.read() >= 0) {
            throw damaged("there is more behind the end");
        }
        progress.at(position, total);
        return new Contents(carried, chunks, octets);
    }

    private boolean head() throws IOException {
        byte[] octets = take(ContentSection.HEAD_BYTES, "the head of the content");
        ByteBuffer head = ByteBuffer.wrap(octets);
        if (head.getLong() != ContentSection.HEAD_MAGIC || !ContentSection.isSealed(octets)) {
            throw damaged("the head of the content differs");
        }
        int format = head.getInt();
        if (format != ContentSection.FORMAT) {
            throw new IOException("the content of the backup has format " + format + ", and this release knows format "
                    + ContentSection.FORMAT + ": use the release that wrote it, or a newer one");
        }
        return head.getInt() == 1;
    }

    private int magic() throws IOException {
        return ByteBuffer.wrap(take(4, "the content")).getInt();
    }

    private int record(long number, Sink sink) throws IOException {
        String name = "chunk " + number + " of the content";
        byte[] rest = take(ContentSection.RECORD_HEAD_BYTES - 4, name);
        byte[] head = ByteBuffer.allocate(ContentSection.RECORD_HEAD_BYTES)
                .putInt(ContentSection.RECORD_MAGIC)
                .put(rest)
                .array();
        ByteBuffer fields = ByteBuffer.wrap(rest);
        byte[] hash = new byte[ContentSection.HASH_BYTES];
        fields.get(hash);
        long deadlineMillis = fields.getLong();
        int length = fields.getInt();
        if (!ContentSection.isSealed(head) || length < 1 || length > Chunk.BYTES_MAX) {
            throw damaged(name + ": its head differs");
        }
        Chunk chunk = new Chunk(hash, length, deadlineMillis);
        byte[] octets = take(length, name);
        if (!Hashes.match(chunk, octets)) {
            throw damaged(name + ", " + chunk + ": the octets have another hash");
        }
        sink.accept(chunk, octets);
        return length;
    }

    private void trailer(int magic, long chunks, long octets) throws IOException {
        byte[] rest = take(ContentSection.TRAILER_BYTES - 4, "the trailer of the content");
        byte[] trailer = ByteBuffer.allocate(ContentSection.TRAILER_BYTES)
                .putInt(magic)
                .put(rest)
                .array();
        if (!Arrays.equals(trailer, ContentSection.trailer(chunks, octets))) {
            throw damaged("a chunk or the trailer of the content differs, or chunks are left out");
        }
    }

    private byte[] take(int length, String part) throws IOException {
        byte[] octets = in.readNBytes(length);
        position += octets.length;
        if (octets.length < length) {
            throw damaged(part + ": the file ends there, truncated");
        }
        return octets;
    }

    private DamagedBackupException damaged(String what) {
        return new DamagedBackupException(
                String.format(Locale.ROOT, "the backup is damaged: %s, before byte %,d", what, position));
    }
}
