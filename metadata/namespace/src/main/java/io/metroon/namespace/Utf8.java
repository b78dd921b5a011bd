package io.metroon.namespace;

/** UTF-8 sequences in octets that may not be UTF-8 (RFC 3629). */
final class Utf8 {
    private Utf8() {}

    /** How many octets the well-formed sequence at an index has, 1 to 4; 0 if there is none. */
    static int sequenceLength(byte[] octets, int at) {
        int first = octets[at] & 0xFF;
        int length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > octets.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((octets[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return isScalar(codePoint(octets, at, length), length) ? length : 0;
    }

    /** The code point of a sequence of this length. */
    static int codePoint(byte[] octets, int at, int length) {
        int first = octets[at] & 0xFF;
        int value = length == 1 ? first : first & (0xFF >> (length + 1));
        for (int i = 1; i < length; i++) {
            value = (value << 6) | (octets[at + i] & 0x3F);
        }
        return value;
    }

    private static boolean isScalar(int codePoint, int length) {
        int least = length == 3 ? 0x800 : length == 4 ? 0x10000 : 0;
        boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
        return codePoint >= least && codePoint <= 0x10FFFF && !surrogate;
    }
}
