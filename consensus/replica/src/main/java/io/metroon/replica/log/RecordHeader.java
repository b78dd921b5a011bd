package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The 80 octets before a record's payload. Its checksum also covers the segment's number and the record's position, so a
 * record that was written elsewhere, or copied there inside another record's payload, is not taken for one.
 *
 * @param kind of the record
 * @param epoch that it belongs to
 * @param lsn its number; for kinds that have none, that of the last record before it
 * @param slot it is about; of the highest slot in the log for SEGMENT and BATCH, the first slot for FAULT,
 *     the chosen prefix for EPOCH_STARTED, the last that stays for TRUNCATED
 * @param ballot of the vote, or the promise; its round is the last slot for FAULT
 * @param extra kind of the entry; for SEGMENT the size of the file
 * @param stamp of the entry; for SEGMENT its number, for BATCH the LSN known durable when it was written
 * @param hash of the entry; for SEGMENT the store, for BATCH its last LSN and the chosen mark
 * @param length of the payload
 * @param payloadCrc checksum of the payload as it was handed over, before it is whitened: so it vouches for the whitening too
 */
record RecordHeader(
        RecordKind kind,
        long epoch,
        long lsn,
        long slot,
        Ballot ballot,
        int extra,
        long stamp,
        Hash128 hash,
        int length,
        int payloadCrc) {
    static final int FORMAT = 3;
    static final int OLDEST_FORMAT = 2;
    static final int BYTES = 80;
    static final short MAGIC = 0x4d52; // "MR"
    private static final int CRC_AT = 4;

    static RecordHeader of(RecordKind kind, long epoch, long lsn, Entry entry, int payloadCrc) {
        return new RecordHeader(
                kind,
                epoch,
                lsn,
                entry.slot(),
                entry.ballot(),
                entry.kind().code(),
                entry.stamp(),
                entry.hash(),
                entry.payload().length,
                payloadCrc);
    }

    static RecordHeader promised(long epoch, long lsn, Ballot ballot) {
        return new RecordHeader(RecordKind.PROMISED, epoch, lsn, 0, ballot, 0, 0, Hash128.ZERO, 0, 0);
    }

    static RecordHeader truncated(long epoch, long lsn, long slot) {
        return new RecordHeader(RecordKind.TRUNCATED, epoch, lsn, slot, Ballot.NONE, 0, 0, Hash128.ZERO, 0, 0);
    }

    static RecordHeader epochStarted(long epoch, long lsn, long chosenUpTo, byte[] config, int payloadCrc) {
        return new RecordHeader(
                RecordKind.EPOCH_STARTED,
                epoch,
                lsn,
                chosenUpTo,
                Ballot.NONE,
                0,
                0,
                Hash128.ZERO,
                config.length,
                payloadCrc);
    }

    static RecordHeader fault(long epoch, long lsn, long fromSlot, long toSlot) {
        return new RecordHeader(
                RecordKind.FAULT, epoch, lsn, fromSlot, new Ballot(toSlot, 0), 0, 0, Hash128.ZERO, 0, 0);
    }

    static RecordHeader end(long epoch, long lsn, long highestSlot, Ballot promised) {
        return new RecordHeader(RecordKind.END, epoch, lsn, highestSlot, promised, 0, 0, Hash128.ZERO, 0, 0);
    }

    /** What is left of a vote when its payload is lost. */
    RecordHeader identityOnly() {
        return new RecordHeader(RecordKind.IDENTITY, epoch, lsn, slot, ballot, extra, stamp, hash, 0, 0);
    }

    /** The entry with this payload. */
    Entry entry(byte[] payload) {
        return new Entry(slot, ballot, EntryKind.ofCode(extra), stamp, payload, hash);
    }

    /** Octets on disk with the payload and what aligns the next record. */
    int sizeOnDisk() {
        return sizeOnDisk(length);
    }

    /**
     * A payload is whitened and followed by one to eight octets that are not zero. So no block of a record is all zero once
     * it was written, and a block that never reached the disk is told from a damaged one.
     */
    static int sizeOnDisk(int length) {
        return length == 0 ? BYTES : BYTES + ((length + 8) & ~7);
    }

    /** Writes itself at the buffer's position, for a place in a segment. */
    void put(ByteBuffer to, long segment, int offset) {
        int start = to.position();
        to.putShort(MAGIC).put((byte) kind.format()).put((byte) kind.code()).putInt(0);
        to.putInt(length).putInt(payloadCrc);
        to.putLong(epoch).putLong(lsn).putLong(slot);
        to.putLong(ballot.round()).putInt(ballot.node()).putInt(extra);
        to.putLong(stamp).putLong(hash.high()).putLong(hash.low());
        to.putInt(start + CRC_AT, crc(to, start, segment, offset));
    }

    /**
     * The header at a position of the buffer, if there is a valid one.
     *
     * @throws StoreRefusedException when it is valid and of another format
     */
    static Optional<RecordHeader> get(ByteBuffer from, int start, long segment, int offset)
            throws StoreRefusedException {
        if (from.getShort(start) != MAGIC || from.getInt(start + CRC_AT) != crc(from, start, segment, offset)) {
            return Optional.empty();
        }
        if (from.get(start + 2) > FORMAT || from.get(start + 2) < OLDEST_FORMAT) {
            throw otherFormat("log segment " + segment, from.get(start + 2));
        }
        return RecordKind.ofCode(from.get(start + 3))
                .map(kind -> new RecordHeader(
                        kind,
                        from.getLong(start + 16),
                        from.getLong(start + 24),
                        from.getLong(start + 32),
                        new Ballot(from.getLong(start + 40), from.getInt(start + 48)),
                        from.getInt(start + 52),
                        from.getLong(start + 56),
                        new Hash128(from.getLong(start + 64), from.getLong(start + 72)),
                        from.getInt(start + 8),
                        from.getInt(start + 12)));
    }

    private static StoreRefusedException otherFormat(String name, int found) {
        return found > FORMAT
                ? MetaFile.newerFormat(name, found, FORMAT)
                : new StoreRefusedException(
                        StoreRefusedException.Reason.OLDER_FORMAT,
                        name + " has format " + found + ", and this release knows formats " + OLDEST_FORMAT + " to "
                                + FORMAT
                                + ": start it with the release that wrote it");
    }

    /** The checksum of the header at a position of the buffer, for a place in a segment. */
    static int crc(ByteBuffer buffer, int start, long segment, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putLong(segment).putInt(offset).flip());
        crc.update(buffer.slice(start, CRC_AT));
        crc.update(buffer.slice(start + CRC_AT + 4, BYTES - CRC_AT - 4));
        return (int) crc.getValue();
    }
}
