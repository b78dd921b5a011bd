package io.metroon.node.backup;

import io.metroon.namespace.Chunk;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The parts of what follows the snapshot in a backup file. It always follows, so that a file which was cut off there is seen
 * to be.
 *
 * <pre>
 * section = head record* trailer
 * head    = magic(8)="MRconten" format(4)=1 carried(4) crc(4)             carried: 1, or 0 when the content is referred to
 * record  = magic(4)="MRrc" hash(32) deadline(8) length(4) crc(4) octets  in order of hash and deadline
 * trailer = magic(4)="MRce" chunks(8) octets(8) crc(4)                    of all records together
 * crc     = CRC-32C of what stands before it in the part
 * </pre>
 *
 * Integers are big-endian. The octets of a record have its hash.
 */
final class ContentSection {
    static final int FORMAT = 1;
    static final long HEAD_MAGIC = 0x4d52_636f_6e74_656eL;
    static final int RECORD_MAGIC = 0x4d52_7263;
    static final int TRAILER_MAGIC = 0x4d52_6365;
    static final int HEAD_BYTES = 20;
    static final int RECORD_HEAD_BYTES = 52;
    static final int TRAILER_BYTES = 24;
    static final int HASH_BYTES = 32;

    private ContentSection() {}

    static byte[] head(boolean carried) {
        byte[] part = new byte[HEAD_BYTES];
        ByteBuffer.wrap(part).putLong(HEAD_MAGIC).putInt(FORMAT).putInt(carried ? 1 : 0);
        return sealed(part);
    }

    static byte[] recordHead(Chunk chunk) {
        byte[] part = new byte[RECORD_HEAD_BYTES];
        ByteBuffer.wrap(part)
                .putInt(RECORD_MAGIC)
                .put(chunk.hash())
                .putLong(chunk.deadlineMillis())
                .putInt(chunk.length());
        return sealed(part);
    }

    static byte[] trailer(long chunks, long octets) {
        byte[] part = new byte[TRAILER_BYTES];
        ByteBuffer.wrap(part).putInt(TRAILER_MAGIC).putLong(chunks).putLong(octets);
        return sealed(part);
    }

    private static byte[] sealed(byte[] part) {
        ByteBuffer.wrap(part).putInt(part.length - 4, crc(part));
        return part;
    }

    /** Whether a part ends with the checksum of what stands before. */
    static boolean isSealed(byte[] part) {
        return ByteBuffer.wrap(part).getInt(part.length - 4) == crc(part);
    }

    private static int crc(byte[] part) {
        CRC32C crc = new CRC32C();
        crc.update(part, 0, part.length - 4);
        return (int) crc.getValue();
    }
}
