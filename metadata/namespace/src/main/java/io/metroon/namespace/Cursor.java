package io.metroon.namespace;

import java.util.Base64;

/**
 * Where a listing goes on: opaque to callers, made of {@code A-Z a-z 0-9 - _} only.
 *
 * @param revision that all pages show
 * @param directory the inode listed
 * @param after the last name visited
 */
record Cursor(long revision, long directory, byte[] after) {
    private static final int FORMAT = 1;
    private static final int BYTES_MIN = 18;

    String encode() {
        byte[] octets = new Octets(17 + after.length)
                .int8(FORMAT)
                .int64(revision)
                .int64(directory)
                .raw(after)
                .toBytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /**
     * Reads a cursor.
     *
     * @throws RefusedException EINVAL for anything that this version did not write
     */
    static Cursor decode(String text) {
        byte[] octets = octets(text);
        if (octets.length < BYTES_MIN || octets[0] != FORMAT) {
            throw Checks.invalid("not a cursor of this server");
        }
        OctetReader in = new OctetReader(octets, 1);
        return new Cursor(in.int64(), in.int64(), in.rest());
    }

    private static byte[] octets(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Checks.invalid("not a cursor of this server");
        }
    }
}
