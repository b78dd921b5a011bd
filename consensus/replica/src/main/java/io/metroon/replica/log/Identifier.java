package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Hash128;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record's identity, written a second time. Identifiers fill a segment from its end downwards while the records fill it
 * upwards, so both share one sync and no damaged block takes both. Each is 64 octets and never lies across two blocks.
 * After the protocol-aware recovery of Alagappan et al., FAST 2018, section 3.3.
 *
 * @param header the identity; without stamp, entry kind and checksum of the payload
 * @param offset where the record is
 */
record Identifier(RecordHeader header, int offset) {
    static final int BYTES = 64;
    private static final int CRC_AT = 4;

    /** Where in a segment the identifier with this ordinal is; the first, 0, is the segment's own. */
    static int place(int segmentBytes, int ordinal) {
        return segmentBytes - BYTES * (ordinal + 1);
    }

    void put(ByteBuffer to, int start, long segment) {
        to.put(start, (byte) header.kind().code()).put(start + 1, (byte) RecordHeader.FORMAT);
        to.putShort(start + 2, (short) header.extra());
        to.putLong(start + 8, header.lsn()).putLong(start + 16, header.slot());
        to.putLong(start + 24, header.ballot().round())
                .putInt(start + 32, header.ballot().node());
        to.putInt(start + 36, (int) header.epoch());
        to.putInt(start + 40, offset).putInt(start + 44, header.length());
        to.putLong(start + 48, header.hash().high())
                .putLong(start + 56, header.hash().low());
        to.putInt(start + CRC_AT, crc(to, start, segment));
    }

    static Optional<Identifier> get(ByteBuffer from, int start, long segment) {
        if (from.getInt(start + CRC_AT) != crc(from, start, segment)) {
            return Optional.empty();
        }
        return RecordKind.ofCode(from.get(start))
                .map(kind -> new Identifier(header(kind, from, start), from.getInt(start + 40)));
    }

    private static RecordHeader header(RecordKind kind, ByteBuffer from, int start) {
        return new RecordHeader(
                kind,
                Integer.toUnsignedLong(from.getInt(start + 36)),
                from.getLong(start + 8),
                from.getLong(start + 16),
                new Ballot(from.getLong(start + 24), from.getInt(start + 32)),
                from.getShort(start + 2),
                0,
                new Hash128(from.getLong(start + 48), from.getLong(start + 56)),
                from.getInt(start + 44),
                0);
    }

    private static int crc(ByteBuffer buffer, int start, long segment) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putLong(segment).flip());
        crc.update(buffer.slice(start, CRC_AT));
        crc.update(buffer.slice(start + CRC_AT + 4, BYTES - CRC_AT - 4));
        return (int) crc.getValue();
    }
}
