package io.metroon.replica.snapshot;

import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.replica.disk.Checksum;
import io.metroon.replica.log.EpochConfigCodec;
import io.metroon.replica.log.StoreRefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a snapshot consists of. Replicas that take one at the same slot have the same chunks, so a damaged chunk can be
 * fetched from any of them. Format: {@code docs/formats/snapshot.md}.
 *
 * @param cluster whose state it is
 * @param slot the last slot in it
 * @param runningHash the chain of entry hashes up to the slot
 * @param epoch the configuration in force at the slot
 * @param chunks in order
 */
public record SnapshotManifest(
        ClusterId cluster, long slot, Hash128 runningHash, EpochConfig epoch, List<Chunk> chunks) {
    /** The format that this release writes, and the only one it reads. */
    public static final int FORMAT = 1;

    private static final int MAGIC = 0x4d52_736e; // "MRsn"
    private static final int CHUNKS_MAX = 16 << 20;

    /**
     * One chunk.
     *
     * @param length in octets
     * @param crc CRC32C of its octets
     * @param sha256 of its octets
     */
    public record Chunk(int length, int crc, Sha256 sha256) {
        /** Describes these octets. */
        public static Chunk of(byte[] octets) {
            return new Chunk(octets.length, Checksum.crc32c(octets), Sha256.of(octets));
        }

        /** Whether these are its octets. */
        public boolean isOf(byte[] octets) {
            return octets.length == length && equals(of(octets));
        }
    }

    /** Copies the list. */
    public SnapshotManifest {
        chunks = List.copyOf(chunks);
    }

    /** Octets of all chunks. */
    public long length() {
        return chunks.stream().mapToLong(Chunk::length).sum();
    }

    /** The octets of the manifest's file. */
    public byte[] encode() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            out.writeLong(cluster.high());
            out.writeLong(cluster.low());
            out.writeLong(slot);
            out.writeLong(runningHash.high());
            out.writeLong(runningHash.low());
            byte[] config = EpochConfigCodec.encode(epoch);
            out.writeInt(config.length);
            out.write(config);
            out.writeInt(chunks.size());
            for (Chunk chunk : chunks) {
                out.writeInt(chunk.length());
                out.writeInt(chunk.crc());
                chunk.sha256().writeTo(out);
            }
            out.flush();
            out.writeInt(Checksum.crc32c(octets.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refuses nothing", e);
        }
        return octets.toByteArray();
    }

    /**
     * The manifest in these octets.
     *
     * @throws IOException when it is damaged, or of a newer format: both versions are named then
     */
    public static SnapshotManifest decode(byte[] octets) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets));
        if (octets.length < 3 * Integer.BYTES || in.readInt() != MAGIC) {
            throw new IOException("this is not the manifest of a snapshot");
        }
        int format = in.readInt();
        int body = octets.length - Integer.BYTES;
        DataInputStream tail = new DataInputStream(new ByteArrayInputStream(octets, body, Integer.BYTES));
        if (tail.readInt() != Checksum.crc32c(octets, 0, body)) {
            throw new IOException("the checksum of the snapshot's manifest differs");
        }
        if (format != FORMAT) {
            throw new StoreRefusedException(
                    StoreRefusedException.Reason.NEWER_FORMAT,
                    "the snapshot's manifest has format " + format + ", and this release knows format " + FORMAT
                            + ": start it with the newer release that wrote it");
        }
        try {
            return read(in);
        } catch (IllegalArgumentException | EOFException e) {
            throw new IOException("the snapshot's manifest makes no sense: " + e.getMessage(), e);
        }
    }

    private static SnapshotManifest read(DataInputStream in) throws IOException {
        ClusterId cluster = new ClusterId(in.readLong(), in.readLong());
        long slot = in.readLong();
        Hash128 hash = new Hash128(in.readLong(), in.readLong());
        EpochConfig epoch = EpochConfigCodec.decode(in.readNBytes(in.readInt()));
        int count = in.readInt();
        if (count < 0 || count > CHUNKS_MAX) {
            throw new IOException("a snapshot of " + count + " chunks can't be");
        }
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunks.add(new Chunk(in.readInt(), in.readInt(), Sha256.readFrom(in)));
        }
        return new SnapshotManifest(cluster, slot, hash, epoch, chunks);
    }
}
