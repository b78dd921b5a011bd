package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.Checksum;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.SmallFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The files {@code meta.a} and {@code meta.b}: two copies of {@link Meta}, written in turn, so that a crash or a damaged
 * block spoils one at most. The higher sequence number counts. Not thread-safe. Format: {@code docs/formats/meta.md}.
 */
public final class MetaFile {
    /** The version that this release writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    static final int MAGIC = 0x4d52_6d74; // "MRmt"
    private static final int BYTES_MAX = 1 << 20;
    private static final String[] COPIES = {"meta.a", "meta.b"};

    private final Disk disk;
    private Meta meta;
    private long sequence;

    private MetaFile(Disk disk, Meta meta, long sequence) {
        this.disk = disk;
        this.meta = meta;
        this.sequence = sequence;
    }

    /** Whether a directory was formatted. */
    public static boolean isFormatted(Disk disk) throws IOException {
        return disk.exists(COPIES[0]) || disk.exists(COPIES[1]);
    }

    /**
     * Writes both copies for a new directory: the last step of formatting.
     *
     * @throws StoreRefusedException when there are any already
     */
    public static MetaFile format(Disk disk, Meta meta) throws IOException {
        if (isFormatted(disk)) {
            throw new StoreRefusedException(
                    StoreRefusedException.Reason.ALREADY_FORMATTED,
                    "this data directory is formatted already; empty it by hand to use it anew");
        }
        MetaFile file = new MetaFile(disk, meta, 0);
        file.write(meta);
        file.write(meta);
        return file;
    }

    /**
     * Reads the newer valid copy.
     *
     * @throws StoreRefusedException when there is no copy, none that is valid, or one of a newer format
     */
    public static MetaFile load(Disk disk) throws IOException {
        if (!isFormatted(disk)) {
            throw new StoreRefusedException(
                    StoreRefusedException.Reason.NOT_FORMATTED,
                    "this data directory is not formatted: neither meta.a nor meta.b is there");
        }
        Optional<Copy> newest = Optional.empty();
        for (String name : COPIES) {
            Optional<Copy> copy = readCopy(disk, name);
            if (newest.isEmpty() || (copy.isPresent() && copy.get().sequence > newest.get().sequence)) {
                newest = copy;
            }
        }
        Copy found = newest.orElseThrow(() -> new StoreRefusedException(
                StoreRefusedException.Reason.META_DAMAGED,
                "neither meta.a nor meta.b is valid: it is not known whose data directory this is; restore one of"
                        + " the two files, or replace this member by one with a new data directory"));
        return new MetaFile(disk, found.meta, found.sequence);
    }

    /** What is durable. */
    public Meta meta() {
        return meta;
    }

    /** Replaces the older copy; durable on return. */
    public void write(Meta newer) throws IOException {
        long next = sequence + 1;
        SmallFile.replace(disk, "", COPIES[(int) (next % 2)], encode(newer, next));
        sequence = next;
        meta = newer;
    }

    private record Copy(long sequence, Meta meta) {}

    private static Optional<Copy> readCopy(Disk disk, String name) throws IOException {
        if (!disk.exists(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(name, SmallFile.read(disk, name, BYTES_MAX)));
        } catch (StoreRefusedException e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty(); // damaged or unreadable: the other copy decides
        }
    }

    static byte[] encode(Meta meta, long sequence) {
        byte[] initial = EpochConfigCodec.encode(meta.initial());
        byte[] current = EpochConfigCodec.encode(meta.current());
        ByteBuffer buffer = ByteBuffer.allocate(76 + initial.length + current.length);
        buffer.putInt(MAGIC).putInt(FORMAT).putLong(sequence);
        NodeIdentity identity = meta.identity();
        buffer.putLong(identity.cluster().high()).putLong(identity.cluster().low());
        buffer.putInt(identity.node());
        buffer.putLong(identity.store().high()).putLong(identity.store().low());
        buffer.putLong(meta.promised().round()).putInt(meta.promised().node());
        buffer.putInt(initial.length).put(initial);
        buffer.putInt(current.length).put(current);
        buffer.putInt(Checksum.crc32c(buffer.array(), 0, buffer.position()));
        return buffer.array();
    }

    private static Copy decode(String name, byte[] octets) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            int checksum = buffer.getInt(Math.max(0, octets.length - 4));
            require(checksum == Checksum.crc32c(octets, 0, octets.length - 4), name);
            require(buffer.getInt() == MAGIC, name);
            int format = buffer.getInt();
            if (format > FORMAT) {
                throw newerFormat(name, format, FORMAT);
            }
            return decodeBody(buffer);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IOException(name + " is cut short", e);
        }
    }

    private static Copy decodeBody(ByteBuffer buffer) throws IOException {
        long sequence = buffer.getLong();
        ClusterId cluster = new ClusterId(buffer.getLong(), buffer.getLong());
        int node = buffer.getInt();
        StoreId store = new StoreId(buffer.getLong(), buffer.getLong());
        Ballot promised = new Ballot(buffer.getLong(), buffer.getInt());
        EpochConfig initial = EpochConfigCodec.decode(sized(buffer));
        EpochConfig current = EpochConfigCodec.decode(sized(buffer));
        return new Copy(sequence, new Meta(new NodeIdentity(cluster, node, store), initial, current, promised));
    }

    private static byte[] sized(ByteBuffer buffer) throws IOException {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new IOException("a length of " + length + " is out of bounds");
        }
        byte[] octets = new byte[length];
        buffer.get(octets);
        return octets;
    }

    private static void require(boolean holds, String name) throws IOException {
        if (!holds) {
            throw new IOException(name + " is damaged");
        }
    }

    static StoreRefusedException newerFormat(String name, int found, int known) {
        return new StoreRefusedException(
                StoreRefusedException.Reason.NEWER_FORMAT,
                name + " has format " + found + ", and this release knows formats up to " + known
                        + ": start it with the newer release that wrote it");
    }
}
