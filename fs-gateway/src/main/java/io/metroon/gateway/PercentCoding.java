package io.metroon.gateway;

import io.metroon.namespace.ErrorCode;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Name;
import io.metroon.namespace.RefusedException;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Percent-encoding of octets (RFC 3986, 2.1), one level, strict. */
public final class PercentCoding {
    private static final String UNRESERVED_MARKS = "-._~";
    // Printable, and yet in no URL (RFC 3986, 2).
    private static final String EXCLUDED = "\"<>\\^`{|}";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentCoding() {}

    /**
     * Decodes once. Characters stand for the octets that came over the wire (Latin-1); {@code +} is itself.
     *
     * @throws RefusedException {@link ErrorCode#EINVAL} for a broken escape or a character that is no octet
     */
    public static byte[] decode(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == '%') {
                octets.write(escapeAt(text, at));
                at += 3;
            } else {
                octets.write(octet(character));
                at++;
            }
        }
        return octets.toByteArray();
    }

    private static int octet(char character) {
        if (character > 0xff) {
            throw new RefusedException(ErrorCode.EINVAL, "characters beyond one octet must be percent-encoded");
        }
        return character;
    }

    private static int escapeAt(String text, int at) {
        if (at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2))) {
            return HexFormat.fromHexDigits(text, at + 1, at + 3);
        }
        throw new RefusedException(ErrorCode.EINVAL, "\"%\" must be followed by two hexadecimal digits");
    }

    /** Encodes everything but unreserved characters. */
    public static String encode(byte[] octets) {
        StringBuilder text = new StringBuilder(octets.length + 16);
        encode(octets, text);
        return text.toString();
    }

    /**
     * A part of a URL as it came over the wire, with what clients send and no URL may have encoded, such as octets beyond
     * ASCII; what is encoded already stays.
     */
    public static String legal(String raw) {
        StringBuilder text = new StringBuilder(raw.length() + 16);
        for (int at = 0; at < raw.length(); at++) {
            char character = raw.charAt(at);
            if (character <= ' ' || character >= 0x7f || EXCLUDED.indexOf(character) >= 0) {
                text.append('%').append(HEX.toHexDigits((byte) character));
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }

    /** Encodes {@code /a/b}; the root is {@code /}. */
    public static String encode(FilePath path) {
        if (path.isRoot()) {
            return "/";
        }
        StringBuilder text = new StringBuilder();
        for (Name name : path.names()) {
            text.append('/');
            encode(name.toBytes(), text);
        }
        return text.toString();
    }

    private static void encode(byte[] octets, StringBuilder text) {
        for (byte octet : octets) {
            if (isUnreserved(octet)) {
                text.append((char) octet);
            } else {
                text.append('%').append(HEX.toHexDigits(octet));
            }
        }
    }

    private static boolean isUnreserved(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || UNRESERVED_MARKS.indexOf(octet) >= 0;
    }
}
