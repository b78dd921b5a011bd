package io.metroon.content;

import io.metroon.namespace.Chunk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A chunk as it lies on a disk or in an object. Checksums of blocks let a small part be read and checked without the rest.
 *
 * <pre>
 * file   = "METROONC" format(2) 0(2) length(4) block*
 * block  = octets(65,536, the last one what is left) crc(4)
 * crc    = CRC32C over hash(32), index of the block(4), octets
 * </pre>
 *
 * Integers are big-endian. The hash in each checksum shows a file that stands under another's name.
 */
public final class ChunkFormat {
    /** Octets of a whole block. */
    public static final int BLOCK_BYTES = 1 << 16;

    static final int FORMAT = 1;
    static final int HEADER_BYTES = 16;
    private static final byte[] MAGIC = {'M', 'E', 'T', 'R', 'O', 'O', 'N', 'C'};
    private static final int CRC_BYTES = 4;

    private ChunkFormat() {}

    /** How long the file of a chunk is. */
    public static long fileBytes(int length) {
        return HEADER_BYTES + length + blocks(length) * CRC_BYTES;
    }

    /** How long the chunk in a file of this length is; negative when no chunk has such a file. */
    public static int lengthIn(long fileBytes) {
        long body = fileBytes - HEADER_BYTES;
        long blocks = (body + BLOCK_BYTES + CRC_BYTES - 1) / (BLOCK_BYTES + CRC_BYTES);
        long length = body - blocks * CRC_BYTES;
        return length > 0 && length <= Chunk.BYTES_MAX && blocks(length) == blocks ? (int) length : -1;
    }

    private static long blocks(long length) {
        return (length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }

    /** The file of a chunk. */
    public static byte[] encode(Chunk chunk, byte[] octets) {
        ByteBuffer file = ByteBuffer.allocate((int) fileBytes(octets.length));
        file.put(MAGIC).putShort((short) FORMAT).putShort((short) 0).putInt(octets.length);
        for (int block = 0, at = 0; at < octets.length; block++, at += BLOCK_BYTES) {
            int length = Math.min(BLOCK_BYTES, octets.length - at);
            file.put(octets, at, length).putInt(crc(chunk, block, octets, at, length));
        }
        return file.array();
    }

    private static int crc(Chunk chunk, int block, byte[] octets, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(chunk.hash());
        crc.update(ByteBuffer.allocate(4).putInt(0, block));
        crc.update(octets, offset, length);
        return (int) crc.getValue();
    }

    /**
     * What has to be read of a file to get at a part of its chunk.
     *
     * @param block index of the first block
     * @param position in the file
     * @param bytes from there on
     */
    public record Span(int block, long position, int bytes) {}

    /** Where octets of a chunk lie, in whole blocks. */
    public static Span span(Chunk chunk, int offset, int length) {
        int first = offset / BLOCK_BYTES;
        int last = (offset + length - 1) / BLOCK_BYTES;
        long position = HEADER_BYTES + (long) first * (BLOCK_BYTES + CRC_BYTES);
        long end = Math.min(HEADER_BYTES + (last + 1L) * (BLOCK_BYTES + CRC_BYTES), fileBytes(chunk.length()));
        return new Span(first, position, (int) (end - position));
    }

    /**
     * The octets of a part, from the blocks that {@link #span} names.
     *
     * @throws ContentStoreException DAMAGED when a block is not as it was written
     */
    public static byte[] decode(Chunk chunk, int offset, int length, byte[] blocks) throws ContentStoreException {
        Span span = span(chunk, offset, length);
        byte[] octets = new byte[length];
        for (int block = span.block(), at = 0; at < span.bytes(); block++, at += BLOCK_BYTES + CRC_BYTES) {
            int held = Math.min(BLOCK_BYTES, chunk.length() - block * BLOCK_BYTES);
            if (ByteBuffer.wrap(blocks).getInt(at + held) != crc(chunk, block, blocks, at, held)) {
                throw damaged(chunk, "block " + block + " has another checksum");
            }
            int from = Math.max(offset, block * BLOCK_BYTES);
            int to = Math.min(offset + length, block * BLOCK_BYTES + held);
            System.arraycopy(blocks, at + from - block * BLOCK_BYTES, octets, from - offset, to - from);
        }
        return octets;
    }

    /**
     * All octets of a chunk, from its whole file.
     *
     * @throws ContentStoreException DAMAGED when it is not what was put
     */
    public static byte[] decodeWhole(Chunk chunk, byte[] file) throws ContentStoreException {
        byte[] header = Arrays.copyOf(file, Math.min(file.length, HEADER_BYTES));
        ByteBuffer expected = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putShort((short) FORMAT);
        expected.putShort((short) 0).putInt(chunk.length());
        if (file.length != fileBytes(chunk.length()) || !Arrays.equals(header, expected.array())) {
            throw damaged(chunk, "the file is not that of a chunk of " + chunk.length() + " bytes");
        }
        byte[] octets = decode(chunk, 0, chunk.length(), Arrays.copyOfRange(file, HEADER_BYTES, file.length));
        if (!Hashes.match(chunk, octets)) {
            throw damaged(chunk, "the octets have another hash");
        }
        return octets;
    }

    private static ContentStoreException damaged(Chunk chunk, String detail) {
        return new ContentStoreException(ContentStoreException.Kind.DAMAGED, "chunk " + chunk + ": " + detail);
    }
}
