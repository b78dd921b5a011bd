package io.metroon.namespace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds the fixed encodings of keys, rows and replies: big-endian integers, strings as UTF-8 behind their length. Equal
 * values give equal octets. Used by one thread.
 */
final class Octets {
    private byte[] buffer;
    private int length;

    Octets(int capacity) {
        buffer = new byte[capacity];
    }

    /** The key that is one inode number. */
    static byte[] key(long number) {
        return new Octets(8).int64(number).toBytes();
    }

    /** The eight octets of a number at an offset. */
    static long int64At(byte[] octets, int offset) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (octets[offset + i] & 0xFF);
        }
        return value;
    }

    Octets int8(int value) {
        room(1);
        buffer[length++] = (byte) value;
        return this;
    }

    Octets bool(boolean value) {
        return int8(value ? 1 : 0);
    }

    Octets int16(int value) {
        return int8(value >> 8).int8(value);
    }

    Octets int32(int value) {
        return int16(value >> 16).int16(value);
    }

    Octets int64(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >> shift);
        }
        return this;
    }

    /** The octets as they are, without a length. */
    Octets raw(byte[] octets) {
        room(octets.length);
        System.arraycopy(octets, 0, buffer, length, octets.length);
        length += octets.length;
        return this;
    }

    /** Octets behind their length. */
    Octets bytes(byte[] octets) {
        return int32(octets.length).raw(octets);
    }

    Octets optionalBytes(byte @Nullable [] octets) {
        return octets == null ? bool(false) : bool(true).bytes(octets);
    }

    /** At most 65,535 octets of UTF-8 behind their length. */
    Octets string(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return int16(octets.length).raw(octets);
    }

    Octets optionalString(@Nullable String text) {
        return text == null ? bool(false) : bool(true).string(text);
    }

    byte[] toBytes() {
        return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    }

    private void room(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
