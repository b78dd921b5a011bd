package io.metroon.namespace;

/**
 * How every value of a replicated table begins: one octet of format, then the revision that wrote the row (8). The
 * revision lets a pinned view tell whether the row is too new for it.
 */
final class RowFormat {
    static final int FORMAT = 1;
    /** Octets before the payload. */
    static final int HEADER_BYTES = 9;

    private RowFormat() {}

    /** A value that so far has its header only. */
    static Octets begin(long revision, int payloadBytes) {
        return new Octets(HEADER_BYTES + payloadBytes).int8(FORMAT).int64(revision);
    }

    /** A value with no payload. */
    static byte[] empty(long revision) {
        return begin(revision, 0).toBytes();
    }

    /** A value whose payload is opaque. */
    static byte[] of(long revision, byte[] payload) {
        return begin(revision, payload.length).raw(payload).toBytes();
    }

    /** The revision that wrote a value. */
    static long revision(byte[] value) {
        return Octets.int64At(value, 1);
    }

    /** A reader at the payload. */
    static OctetReader payload(byte[] value) {
        UnknownFormatException.requireFormat("row", value[0], FORMAT);
        return new OctetReader(value, HEADER_BYTES);
    }
}
