package io.metroon.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of octets (RFC 3986, 2.1): unreserved characters stand for themselves, all others are escaped. */
final class PercentCode {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentCode() {}

    static String encode(byte[] octets) {
        StringBuilder text = new StringBuilder(octets.length + 16);
        for (byte octet : octets) {
            append(text, octet);
        }
        return text.toString();
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void append(StringBuilder text, byte octet) {
        if (isUnreserved(octet)) {
            text.append((char) octet);
        } else {
            text.append('%').append(HEX[(octet >> 4) & 0xF]).append(HEX[octet & 0xF]);
        }
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    static byte[] decode(String encoded) {
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                out.write(digit(in, i + 1, encoded) << 4 | digit(in, i + 2, encoded));
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toByteArray();
    }

    private static int digit(byte[] in, int at, String encoded) {
        int digit = at < in.length ? Character.digit(in[at], 16) : -1;
        if (digit < 0) {
            throw RefusedException.invalid("\"%\" needs two hexadecimal digits in " + encoded);
        }
        return digit;
    }

    static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }
}
