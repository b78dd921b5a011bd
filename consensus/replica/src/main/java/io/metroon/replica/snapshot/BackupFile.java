package io.metroon.replica.snapshot;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.replica.disk.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A snapshot in one file: head, manifest, chunks, trailer. Everything in it is covered twice, by the checksum of its part,
 * which says where damage is, and by the SHA-256 in the trailer. Format: {@code docs/formats/backup.md}.
 */
public final class BackupFile {
    /** The version that this release writes, and the only one that it reads. */
    public static final int FORMAT = 1;

    static final long MAGIC = 0x4d52_6261_636b_7570L; // "MRbackup"
    static final int CHUNK_MAGIC = 0x4d52_636b; // "MRck"
    static final int TRAILER_MAGIC = 0x4d52_656e; // "MRen"
    static final int HEAD_BYTES = 20;
    static final int CHUNK_HEAD_BYTES = 12;
    static final int TRAILER_BYTES = 44;

    private BackupFile() {}

    /** Told how far a long read is. */
    @FunctionalInterface
    public interface Progress {
        /** Ignores it. */
        Progress NONE = (done, total) -> {};

        /**
         * So far.
         *
         * @param done octets read
         * @param total octets there should be
         */
        void at(long done, long total);
    }

    /** A backup that can be read more than once. */
    @FunctionalInterface
    public interface Source {
        /** From its beginning. */
        InputStream open() throws IOException;
    }

    /** How long the file of this snapshot is, in octets. */
    public static long length(SnapshotManifest manifest) {
        return HEAD_BYTES
                + manifest.encode().length
                + manifest.chunks().size() * (long) CHUNK_HEAD_BYTES
                + manifest.length()
                + TRAILER_BYTES;
    }

    /**
     * The file of a snapshot, made as it is read: one chunk is in memory at a time. Pin the snapshot meanwhile.
     *
     * @return a stream whose reads throw an {@link IOException} when a chunk is damaged
     */
    public static InputStream openStream(SnapshotStore.Snapshot snapshot) {
        SnapshotManifest manifest = snapshot.manifest();
        int chunks = manifest.chunks().size();
        MessageDigest digest = Sha256.digest();
        return new ChunkStream(chunks + 2, part -> {
            if (part == chunks + 1) {
                return trailer(length(manifest), digest);
            }
            byte[] octets = part == 0 ? head(manifest) : framed(part - 1, snapshot.chunk(part - 1));
            digest.update(octets);
            return octets;
        });
    }

    /** Writes the file of a snapshot. */
    public static void write(SnapshotStore.Snapshot snapshot, OutputStream out) throws IOException {
        try (InputStream in = openStream(snapshot)) {
            in.transferTo(out);
        }
    }

    /**
     * Reads a whole file and checks every octet of it.
     *
     * @return what is in it
     * @throws DamagedBackupException naming the damaged part
     */
    public static SnapshotManifest verify(InputStream in, Progress progress) throws IOException {
        BackupReader reader = new BackupReader(in, progress);
        SnapshotManifest manifest = reader.read(chunk -> {});
        reader.requireEnd();
        return manifest;
    }

    /**
     * Reads the snapshot at the beginning of a file that goes on behind it, and checks every octet of it. The stream stands
     * behind its trailer then.
     *
     * @return what is in it
     * @throws DamagedBackupException naming the damaged part
     */
    public static SnapshotManifest verifyBeginning(InputStream in, Progress progress) throws IOException {
        return new BackupReader(in, progress).read(chunk -> {});
    }

    /**
     * The state in a file, octet for octet, after everything was checked once; checked again as it is written. What follows
     * the snapshot is not looked at.
     *
     * @throws DamagedBackupException naming the damaged part; nothing was written then
     */
    public static SnapshotManifest extract(Source source, OutputStream to, Progress progress) throws IOException {
        try (InputStream in = source.open()) {
            verifyBeginning(in, progress);
        }
        try (InputStream in = source.open()) {
            return new BackupReader(in, Progress.NONE).read(to::write);
        }
    }

    /**
     * Puts the state of a file into a fresh store, as a snapshot of the store's own cluster. What follows the snapshot in
     * the file is not looked at.
     *
     * @param into of a freshly formatted data directory, the log of which is empty
     * @param epoch of the new cluster
     * @return the snapshot, at the slot of the backup
     * @throws DamagedBackupException naming the damaged part; nothing was written then
     */
    public static SnapshotStore.Snapshot restoreInto(
            Source source, SnapshotStore into, EpochConfig epoch, Progress progress) throws IOException {
        SnapshotManifest manifest;
        try (InputStream in = source.open()) {
            manifest = verifyBeginning(in, progress);
        }
        try (InputStream in = source.open()) {
            return into.write(
                    manifest.slot(),
                    manifest.runningHash(),
                    epoch,
                    out -> new BackupReader(in, Progress.NONE).read(out::write));
        }
    }

    private static byte[] head(SnapshotManifest manifest) {
        byte[] encoded = manifest.encode();
        return ByteBuffer.allocate(HEAD_BYTES + encoded.length)
                .putLong(MAGIC)
                .putInt(FORMAT)
                .putInt(encoded.length)
                .putInt(crcOfHead(FORMAT, encoded.length))
                .put(encoded)
                .array();
    }

    static int crcOfHead(int format, int manifestBytes) {
        return Checksum.crc32c(ByteBuffer.allocate(16)
                .putLong(MAGIC)
                .putInt(format)
                .putInt(manifestBytes)
                .array());
    }

    private static byte[] framed(int number, byte[] chunk) {
        return ByteBuffer.allocate(CHUNK_HEAD_BYTES + chunk.length)
                .putInt(CHUNK_MAGIC)
                .putInt(number)
                .putInt(chunk.length)
                .put(chunk)
                .array();
    }

    private static byte[] trailer(long length, MessageDigest digest) {
        return ByteBuffer.allocate(TRAILER_BYTES)
                .putInt(TRAILER_MAGIC)
                .putLong(length)
                .put(digest.digest())
                .array();
    }
}
