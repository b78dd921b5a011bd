package io.metroon.replica.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli, RFC 3720), as every file and every frame carries it. */
public final class Checksum {
    private Checksum() {}

    /** Of these octets. */
    public static int crc32c(byte[] octets) {
        return crc32c(octets, 0, octets.length);
    }

    /** Of a part of these octets. */
    public static int crc32c(byte[] octets, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(octets, from, length);
        return (int) crc.getValue();
    }

    /** Of a part of a buffer, by absolute position; the buffer's position and limit stay. */
    public static int crc32c(ByteBuffer buffer, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(from, length));
        return (int) crc.getValue();
    }
}
