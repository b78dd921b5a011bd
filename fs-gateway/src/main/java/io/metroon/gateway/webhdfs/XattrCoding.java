package io.metroon.gateway.webhdfs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** How octets of an extended attribute are written: as text in quotes, {@code 0x…} or {@code 0s…}, as getfattr has it. */
enum XattrCoding {
    /** In double quotes. */
    TEXT {
        @Override
        String encode(byte[] octets) {
            return '"' + new String(octets, StandardCharsets.UTF_8) + '"';
        }
    },
    /** Hexadecimal after {@code 0x}. */
    HEX {
        @Override
        String encode(byte[] octets) {
            return "0x" + HexFormat.of().formatHex(octets);
        }
    },
    /** Base64 after {@code 0s}. */
    BASE64 {
        @Override
        String encode(byte[] octets) {
            return "0s" + Base64.getEncoder().encodeToString(octets);
        }
    };

    /** The octets, written. */
    abstract String encode(byte[] octets);

    /** The coding with a name, in small letters or capitals; text when there is none. */
    static XattrCoding named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "", "null", "text" -> TEXT;
            case "hex" -> HEX;
            case "base64" -> BASE64;
            default -> throw HdfsRequest.invalid("encoding", "it is text, hex or base64");
        };
    }

    /** The octets that are written in any of the ways; what is written in none is text without quotes. */
    static byte[] decode(String value) {
        try {
            if (value.regionMatches(true, 0, "0x", 0, 2)) {
                return HexFormat.of().parseHex(value.substring(2));
            }
            if (value.regionMatches(true, 0, "0s", 0, 2)) {
                return Base64.getDecoder().decode(value.substring(2));
            }
        } catch (IllegalArgumentException e) {
            throw HdfsRequest.invalid("xattr.value", "it is neither hexadecimal after 0x nor base64 after 0s");
        }
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return (quoted ? value.substring(1, value.length() - 1) : value).getBytes(StandardCharsets.UTF_8);
    }
}
