package io.metroon.replica.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;

/** Reads a backup file once, from front to end, and checks all of it. */
final class BackupReader {
    private static final int MANIFEST_BYTES_MAX = 64 << 20;

    private final InputStream in;
    private final BackupFile.Progress progress;
    private final MessageDigest digest = Sha256.digest();
    private long position;
    private long total;

    /** Takes each chunk that was checked. */
    interface ChunkSink {
        void accept(byte[] chunk) throws IOException;
    }

    BackupReader(InputStream in, BackupFile.Progress progress) {
        this.in = in;
        this.progress = progress;
    }

    SnapshotManifest read(ChunkSink sink) throws IOException {
        SnapshotManifest manifest = manifest(head());
        total = BackupFile.length(manifest);
        for (int number = 0; number < manifest.chunks().size(); number++) {
            sink.accept(chunk(manifest, number));
            progress.at(position, total);
        }
        trailer();
        progress.at(position, total);
        return manifest;
    }

    void requireEnd() throws IOException {
        if (in.read() >= 0) {
            throw damaged("there is more behind the end, at byte " + at(position));
        }
    }

    private int head() throws IOException {
        byte[] octets = take(BackupFile.HEAD_BYTES, "the head");
        ByteBuffer head = ByteBuffer.wrap(octets);
        if (head.getLong() != BackupFile.MAGIC) {
            throw damaged("the head: this is no backup of Metroon, or its first 8 bytes are damaged");
        }
        int format = head.getInt();
        int length = head.getInt();
        if (head.getInt() != BackupFile.crcOfHead(format, length)) {
            throw damaged("the head, the first " + BackupFile.HEAD_BYTES + " bytes: checksum differs");
        }
        if (format != BackupFile.FORMAT) {
            throw new IOException("the backup has format " + format + ", and this release knows format "
                    + BackupFile.FORMAT + ": use the release that wrote it, or a newer one");
        }
        if (length < 0 || length > MANIFEST_BYTES_MAX) {
            throw damaged("the head: a manifest of " + length + " bytes can't be");
        }
        return length;
    }

    private SnapshotManifest manifest(int length) throws IOException {
        long start = position;
        byte[] octets = take(length, "the manifest");
        try {
            return SnapshotManifest.decode(octets);
        } catch (IOException e) {
            throw damaged("the manifest at byte " + at(start) + ": " + e.getMessage());
        }
    }

    private byte[] chunk(SnapshotManifest manifest, int number) throws IOException {
        long start = position;
        String name = "chunk " + (number + 1) + " of " + manifest.chunks().size();
        SnapshotManifest.Chunk expected = manifest.chunks().get(number);
        ByteBuffer head = ByteBuffer.wrap(take(BackupFile.CHUNK_HEAD_BYTES, name));
        boolean inPlace = head.getInt() == BackupFile.CHUNK_MAGIC
                && head.getInt() == number
                && head.getInt() == expected.length();
        if (!inPlace) {
            throw damaged(name + " at byte " + at(start) + ": its head differs");
        }
        byte[] octets = take(expected.length(), name);
        if (!expected.isOf(octets)) {
            throw damaged(name + " at byte " + at(start) + ": checksum differs");
        }
        return octets;
    }

    private void trailer() throws IOException {
        long start = position;
        byte[] hash = digest.digest();
        ByteBuffer trailer = ByteBuffer.wrap(take(BackupFile.TRAILER_BYTES, "the trailer"));
        boolean agrees = trailer.getInt() == BackupFile.TRAILER_MAGIC && trailer.getLong() == position;
        byte[] expected = new byte[hash.length];
        trailer.get(expected);
        if (!agrees || !Arrays.equals(hash, expected)) {
            throw damaged("the trailer at byte " + at(start) + ": length or hash of the whole differs");
        }
    }

    private byte[] take(int length, String part) throws IOException {
        byte[] octets = in.readNBytes(length);
        position += octets.length;
        if (octets.length < length) {
            throw damaged(part + ": the file ends after byte " + at(position) + ", truncated"
                    + (total > 0 ? "; it should have " + at(total) : ""));
        }
        digest.update(octets);
        return octets;
    }

    private static DamagedBackupException damaged(String what) {
        return new DamagedBackupException("the backup is damaged: " + what);
    }

    private static String at(long position) {
        return String.format(Locale.ROOT, "%,d", position);
    }
}
