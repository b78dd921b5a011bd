package io.metroon.gateway.webdav;

import io.metroon.gateway.HttpErrors;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/** {@code OC-Checksum} of ownCloud: {@code ALGORITHM:HEX} of what was sent, computed while it passes. */
final class OcChecksum implements Consumer<Buffer> {
    private static final String ADLER = "ADLER32";
    private static final Map<String, String> DIGESTS = Map.of("MD5", "MD5", "SHA1", "SHA-1", "SHA256", "SHA-256");

    private final String expected;
    private final @Nullable MessageDigest digest;
    private final @Nullable Adler32 sum;

    private OcChecksum(String expected, @Nullable MessageDigest digest, @Nullable Adler32 sum) {
        this.expected = expected;
        this.digest = digest;
        this.sum = sum;
    }

    /** What a header says; one that is absent, or names no algorithm known here, says nothing. */
    static OcChecksum of(@Nullable String header) {
        int colon = header == null ? -1 : header.indexOf(':');
        if (header == null || colon < 0) {
            return new OcChecksum("", null, null);
        }
        String algorithm = header.substring(0, colon).strip().toUpperCase(Locale.ROOT);
        String hex = header.substring(colon + 1).strip();
        return new OcChecksum(hex, digest(DIGESTS.get(algorithm)), algorithm.equals(ADLER) ? new Adler32() : null);
    }

    private static @Nullable MessageDigest digest(@Nullable String algorithm) {
        try {
            return algorithm == null ? null : MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    @Override
    public void accept(Buffer piece) {
        if (digest != null) {
            digest.update(piece.getBytes());
        } else if (sum != null) {
            sum.update(piece.getBytes());
        }
    }

    /** Refuses bytes that were damaged on the way; to be called once, when all have passed. */
    void require() {
        String computed = null;
        if (digest != null) {
            computed = HexFormat.of().formatHex(digest.digest());
        } else if (sum != null) {
            computed = HexFormat.of().toHexDigits((int) sum.getValue());
        }
        if (computed != null && !computed.equalsIgnoreCase(expected)) {
            throw HttpErrors.invalid("the content is not what OC-Checksum says: it has " + computed);
        }
    }
}
