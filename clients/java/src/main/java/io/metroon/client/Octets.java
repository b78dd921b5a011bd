package io.metroon.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable sequence of octets: a name, a symlink's text, an attribute's value. Names in a namespace are octets, most
 * of them UTF-8 but not all, and are carried byte for byte. Ordered by unsigned octets.
 */
public final class Octets implements Comparable<Octets> {
    private final byte[] octets;

    private Octets(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of these octets. */
    public static Octets of(byte[] octets) {
        return new Octets(octets.clone());
    }

    /** This text in UTF-8. */
    public static Octets of(String text) {
        return new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The octets of a percent-encoded text: {@code caf%E9}.
     *
     * @throws RefusedException EINVAL when a {@code %} is not followed by two hexadecimal digits
     */
    public static Octets ofEncoded(String encoded) {
        return new Octets(PercentCode.decode(encoded));
    }

    /** A copy of the octets. */
    public byte[] toBytes() {
        return octets.clone();
    }

    /** How many octets. */
    public int length() {
        return octets.length;
    }

    /** Whether the octets are well-formed UTF-8, so that {@link #toString()} loses nothing. */
    public boolean isUtf8() {
        return PercentCode.isUtf8(octets);
    }

    /** The octets in ASCII: letters, digits and {@code -._~} as they are, every other octet as {@code %XX}. */
    public String encoded() {
        return PercentCode.encode(octets);
    }

    @Override
    public int compareTo(Octets other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** The octets read as UTF-8; what is not UTF-8 shows as the replacement character. */
    @Override
    public String toString() {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
