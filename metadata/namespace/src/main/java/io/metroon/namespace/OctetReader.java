package io.metroon.namespace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what {@link Octets} wrote. Throws {@link IndexOutOfBoundsException} at the end of the octets. */
final class OctetReader {
    private final byte[] octets;
    private int position;

    OctetReader(byte[] octets, int position) {
        this.octets = octets;
        this.position = position;
    }

    int int8() {
        return octets[position++] & 0xFF;
    }

    boolean bool() {
        return int8() != 0;
    }

    int int16() {
        return (int8() << 8) | int8();
    }

    int int32() {
        return (int16() << 16) | int16();
    }

    long int64() {
        long value = Octets.int64At(octets, position);
        position += 8;
        return value;
    }

    byte[] raw(int count) {
        if (count < 0 || count > octets.length - position) {
            throw new IndexOutOfBoundsException(count + " octets at " + position + " of " + octets.length);
        }
        position += count;
        return Arrays.copyOfRange(octets, position - count, position);
    }

    byte[] bytes() {
        return raw(int32());
    }

    byte @Nullable [] optionalBytes() {
        return bool() ? bytes() : null;
    }

    String string() {
        int count = int16();
        String text = new String(octets, position, count, StandardCharsets.UTF_8);
        position += count;
        return text;
    }

    @Nullable String optionalString() {
        return bool() ? string() : null;
    }

    /** What is left. */
    byte[] rest() {
        return raw(octets.length - position);
    }

    boolean atEnd() {
        return position == octets.length;
    }
}
