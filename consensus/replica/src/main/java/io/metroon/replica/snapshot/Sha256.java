package io.metroon.replica.snapshot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A SHA-256, as a value.
 *
 * @param a bits 0 to 63
 * @param b bits 64 to 127
 * @param c bits 128 to 191
 * @param d bits 192 to 255
 */
public record Sha256(long a, long b, long c, long d) {
    /** Of these octets. */
    public static Sha256 of(byte[] octets) {
        return of(digest().digest(octets), 0);
    }

    /** A digest to feed. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Sha256 of(byte[] hash, int from) {
        ByteBuffer buffer = ByteBuffer.wrap(hash, from, 32);
        return new Sha256(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(a);
        out.writeLong(b);
        out.writeLong(c);
        out.writeLong(d);
    }

    static Sha256 readFrom(DataInput in) throws IOException {
        return new Sha256(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    @Override
    public String toString() {
        return String.format("%016x%016x%016x%016x", a, b, c, d);
    }
}
