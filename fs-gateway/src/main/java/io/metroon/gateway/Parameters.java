package io.metroon.gateway;

import io.metroon.namespace.EntryType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, strictly: one that the operation does not know, one given twice and one malformed are
 * refused by name. Values are octets, percent-decoded once, with {@code +} for a space.
 */
public final class Parameters {
    private static final Parameters NONE = new Parameters(Map.of());

    private final Map<String, byte[]> values;

    private Parameters(Map<String, byte[]> values) {
        this.values = values;
    }

    /**
     * Parses a query.
     *
     * @param query what follows the question mark, absent or empty for none
     */
    public static Parameters parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return NONE;
        }
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            add(pair, values);
        }
        return new Parameters(values);
    }

    private static void add(String pair, Map<String, byte[]> values) {
        int equals = pair.indexOf('=');
        String name = text(decode(equals < 0 ? pair : pair.substring(0, equals)));
        if (values.put(name, equals < 0 ? new byte[0] : decode(pair.substring(equals + 1))) != null) {
            throw HttpErrors.invalid("query parameter \"" + name + "\" is given twice");
        }
    }

    private static byte[] decode(String text) {
        return PercentCoding.decode(text.replace('+', ' '));
    }

    private static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw HttpErrors.invalid("a query parameter is not UTF-8");
        }
    }

    /** These parameters, unless there is one that the operation does not know. */
    public Parameters only(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw HttpErrors.invalid("query parameter \"" + name + "\" means nothing here");
            }
        }
        return this;
    }

    /** Whether it is there, whatever its value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value as octets, absent when it is not there. */
    public byte @Nullable [] octets(String name) {
        return values.get(name);
    }

    /** The value as text, absent when it is not there. */
    public @Nullable String text(String name) {
        byte[] octets = values.get(name);
        return octets == null ? null : text(octets);
    }

    /** The value as {@code true} or {@code false}; a bare name is true. */
    public boolean flag(String name, boolean byDefault) {
        String text = text(name);
        if (text == null) {
            return byDefault;
        }
        return switch (text) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw HttpErrors.invalid("query parameter \"" + name + "\" is true or false");
        };
    }

    /** The value as an integer within bounds. */
    public int integer(String name, int least, int most, int byDefault) {
        String text = text(name);
        if (text == null) {
            return byDefault;
        }
        int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw HttpErrors.invalid("query parameter \"" + name + "\" is an integer from " + least + " to " + most);
        }
        return value;
    }

    /** The value as an entry type; a file when it is not there. */
    public EntryType entryType(String name) {
        String text = text(name);
        return text == null ? EntryType.FILE : entryTypeOf(name, text);
    }

    /** The entry type that a word names. */
    public static EntryType entryTypeOf(String name, String word) {
        return switch (word) {
            case "file" -> EntryType.FILE;
            case "directory" -> EntryType.DIRECTORY;
            case "symlink" -> EntryType.SYMLINK;
            default -> throw HttpErrors.invalid("\"" + name + "\" is file, directory or symlink");
        };
    }
}
