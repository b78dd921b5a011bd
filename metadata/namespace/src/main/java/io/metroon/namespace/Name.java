package io.metroon.namespace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One component of a path: 1 to {@value #BYTES_MAX} octets, kept byte for byte whether or not they are UTF-8. Never
 * {@code .} or {@code ..}, never with {@code /} or NUL. Ordered by unsigned octets. Immutable.
 */
public final class Name implements Comparable<Name> {
    /** The longest name, in octets. */
    public static final int BYTES_MAX = 255;

    private final byte[] octets;

    private Name(byte[] octets) {
        this.octets = octets;
    }

    /**
     * The name with these octets.
     *
     * @throws RefusedException {@link ErrorCode#EINVAL} for an empty, dotted or separator-bearing name,
     *     {@link ErrorCode#ENAMETOOLONG} above {@value #BYTES_MAX} octets
     */
    public static Name of(byte[] octets) {
        if (octets.length > BYTES_MAX) {
            throw new RefusedException(ErrorCode.ENAMETOOLONG, "a name has at most " + BYTES_MAX + " bytes");
        }
        requireLegal(octets);
        return new Name(octets.clone());
    }

    /** The name that is this text in UTF-8; refusals as for {@link #of(byte[])}. */
    public static Name of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireLegal(byte[] octets) {
        boolean dotted =
                octets.length <= 2 && octets.length > 0 && octets[0] == '.' && octets[octets.length - 1] == '.';
        if (octets.length == 0 || dotted) {
            throw new RefusedException(ErrorCode.EINVAL, "a name must not be empty, \".\" or \"..\"");
        }
        for (byte octet : octets) {
            if (octet == 0 || octet == '/') {
                throw new RefusedException(ErrorCode.EINVAL, "a name must not contain \"/\" or NUL");
            }
        }
    }

    /** A copy of the octets. */
    public byte[] toBytes() {
        return octets.clone();
    }

    /** The octets themselves, not to be changed. */
    byte[] octets() {
        return octets;
    }

    /** Length in octets, 1 to {@value #BYTES_MAX}. */
    public int length() {
        return octets.length;
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && Arrays.equals(octets, name.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** The name as text for messages; octets that are not UTF-8 show as the replacement character. */
    @Override
    public String toString() {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
