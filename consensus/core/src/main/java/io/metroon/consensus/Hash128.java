package io.metroon.consensus;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 128 bits of a SHA-256.
 *
 * @param high bits 0 to 63
 * @param low bits 64 to 127
 */
public record Hash128(long high, long low) {
    /** The hash of nothing: where a chain starts. */
    public static final Hash128 ZERO = new Hash128(0, 0);

    /** The hash of a value: kind, stamp and payload, but neither slot nor ballot. */
    public static Hash128 of(EntryKind kind, long stamp, byte[] payload) {
        MessageDigest digest = sha256();
        digest.update((byte) kind.code());
        update(digest, stamp);
        digest.update(payload);
        return truncated(digest);
    }

    /** The next link of a chain: the hash of this hash and another. */
    public Hash128 then(Hash128 next) {
        MessageDigest digest = sha256();
        update(digest, high);
        update(digest, low);
        update(digest, next.high);
        update(digest, next.low);
        return truncated(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            digest.update((byte) (value >>> shift));
        }
    }

    private static Hash128 truncated(MessageDigest digest) {
        byte[] full = digest.digest();
        return new Hash128(bigEndian(full, 0), bigEndian(full, 8));
    }

    private static long bigEndian(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + 8; i++) {
            value = (value << 8) | (bytes[i] & 0xff);
        }
        return value;
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
