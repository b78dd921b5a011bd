package io.metroon.content;

import io.metroon.namespace.Chunk;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that names chunks. */
public final class Hashes {
    private Hashes() {}

    /** A SHA-256 to be fed. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The SHA-256 of octets. */
    public static byte[] of(byte[] octets) {
        return sha256().digest(octets);
    }

    /** Whether octets are those that a chunk's name and length say. */
    public static boolean match(Chunk chunk, byte[] octets) {
        return octets.length == chunk.length() && MessageDigest.isEqual(of(octets), chunk.hash());
    }
}
