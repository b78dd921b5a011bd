package io.metroon.namespace;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Sums hashes of rows: the first 128 bits of SHA-256 over table code (1), key length (4), key and value. Adding and
 * removing one row costs one hash each. Used by one thread.
 */
final class RowDigest {
    private final MessageDigest sha256 = sha256();
    private final byte[] prefix = new byte[5];
    private final byte[] hash = new byte[32];
    private final ByteBuffer hashView = ByteBuffer.wrap(hash);
    private Digest total = Digest.ZERO;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(Table table, byte[] key, byte[] value) {
        total = total.plus(hash(table, key, value));
    }

    void remove(Table table, byte[] key, byte[] value) {
        total = total.minus(hash(table, key, value));
    }

    Digest total() {
        return total;
    }

    /** Goes back to, or starts from, a known sum. */
    void reset(Digest sum) {
        total = sum;
    }

    private Digest hash(Table table, byte[] key, byte[] value) {
        prefix[0] = (byte) table.code();
        for (int i = 0; i < 4; i++) {
            prefix[1 + i] = (byte) (key.length >> (24 - 8 * i));
        }
        sha256.update(prefix);
        sha256.update(key);
        sha256.update(value);
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 octets", e);
        }
        return new Digest(hashView.getLong(0), hashView.getLong(8));
    }
}
