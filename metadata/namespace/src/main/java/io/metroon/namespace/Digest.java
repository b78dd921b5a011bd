package io.metroon.namespace;

/**
 * 128 bits that stand for the content of all replicated tables: the sum, modulo 2^128, of a hash of each row. Equal
 * content gives equal digests, whatever order or path led to it.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Digest(long high, long low) {
    /** The digest of no rows. */
    public static final Digest ZERO = new Digest(0, 0);

    /** The sum of two digests. */
    Digest plus(Digest other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new Digest(high + other.high + carry, sum);
    }

    /** The difference of two digests. */
    Digest minus(Digest other) {
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        return new Digest(high - other.high - borrow, low - other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
