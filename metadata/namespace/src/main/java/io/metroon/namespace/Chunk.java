package io.metroon.namespace;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A piece of a file's content that is kept outside the namespace, by name. The name is never given to other octets, and is
 * never written again once its deadline is past: so whoever finds, at a moment of the log clock after the deadline, that
 * the namespace does not know the chunk may delete it for good.
 *
 * @param hash SHA-256 of its octets, 32 octets
 * @param length number of its octets, 1 to {@link #BYTES_MAX}
 * @param deadlineMillis moment of the log clock after which a command may not take the chunk up, unless the namespace holds
 *     it already
 */
public record Chunk(byte[] hash, int length, long deadlineMillis) {
    /** The largest chunk, octets. */
    public static final int BYTES_MAX = 4 << 20;

    /** How far ahead a deadline may be: what nobody took up is garbage for no longer. */
    public static final long LIFE_MILLIS_MAX = 7 * 86_400_000L;

    static final int HASH_BYTES = 32;
    private static final int KEY_BYTES = HASH_BYTES + 8;
    private static final int ENTRY_BYTES = KEY_BYTES + 4;

    /** The name, as files and objects have it: the hash in hexadecimal, a hyphen, the deadline in 16 hexadecimal digits. */
    public String name() {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(hash) + '-' + hex.toHexDigits(deadlineMillis);
    }

    /**
     * The chunk with a name.
     *
     * @throws IllegalArgumentException when it is not the name of a chunk
     */
    public static Chunk named(String name, int length) {
        if (name.length() != 2 * HASH_BYTES + 17 || name.charAt(2 * HASH_BYTES) != '-') {
            throw new IllegalArgumentException("not the name of a chunk: " + name);
        }
        byte[] hash = HexFormat.of().parseHex(name, 0, 2 * HASH_BYTES);
        Chunk chunk = new Chunk(hash, length, HexFormat.fromHexDigitsToLong(name, 2 * HASH_BYTES + 1, name.length()));
        if (!chunk.name().equals(name)) {
            throw new IllegalArgumentException("not the name of a chunk: " + name);
        }
        return chunk;
    }

    /** Its key in {@link Table#CHUNK}. */
    byte[] key() {
        return new Octets(KEY_BYTES).raw(hash).int64(deadlineMillis).toBytes();
    }

    static Chunk ofKey(byte[] key, int length) {
        return new Chunk(Arrays.copyOf(key, HASH_BYTES), length, Octets.int64At(key, HASH_BYTES));
    }

    /** Writes it as an entry of an {@link Table#EXTENT} row. */
    void write(Octets octets) {
        octets.raw(hash).int64(deadlineMillis).int32(length);
    }

    static Chunk read(OctetReader in) {
        byte[] hash = in.raw(HASH_BYTES);
        long deadlineMillis = in.int64();
        return new Chunk(hash, in.int32(), deadlineMillis);
    }

    /** About how many octets a list of so many takes. */
    static int entryBytes(int chunks) {
        return chunks * ENTRY_BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chunk chunk
                && Arrays.equals(hash, chunk.hash)
                && length == chunk.length
                && deadlineMillis == chunk.deadlineMillis;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash) * 31 + Long.hashCode(deadlineMillis);
    }

    @Override
    public String toString() {
        return name();
    }
}
