package io.metroon.gateway.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metroon.gateway.HttpErrors;
import io.metroon.gateway.PathDecoder;
import io.metroon.gateway.PercentCoding;
import io.metroon.namespace.FilePath;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object in a request, strictly: one that the operation does not know, one given twice and one of
 * another type are refused by name.
 */
final class Members {
    // An operation's xattrs stand five levels deep; what is deeper means nothing here.
    private static final int DEPTH_MAX = 16;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;

    private Members(JsonNode object, Set<String> known, Set<String> knownToo) {
        this.object = object;
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name) && !knownToo.contains(name)) {
                throw HttpErrors.invalid("unknown member \"" + name + "\"");
            }
        }
    }

    /** The members of a body that must be a JSON object. */
    static Members parse(Buffer body, Set<String> known) {
        return of(tree(body), "the body", known);
    }

    /** The members of a value that must be an object. */
    static Members of(JsonNode value, String what, Set<String> known) {
        return of(value, what, known, Set.of());
    }

    /** The members of a value that must be an object, known in two sets. */
    static Members of(JsonNode value, String what, Set<String> known, Set<String> knownToo) {
        if (!value.isObject()) {
            throw HttpErrors.invalid(what + " must be a JSON object");
        }
        return new Members(value, known, knownToo);
    }

    private static JsonNode tree(Buffer body) {
        try {
            return MAPPER.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            throw HttpErrors.invalid("the body is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw HttpErrors.invalid("the body is not UTF-8: " + e.getMessage());
        }
    }

    /** The members as they were given, for what must tell one request from another. */
    byte[] octets() {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it is there, null or not. */
    boolean has(String name) {
        return object.has(name);
    }

    /** Whether it is there and null. */
    boolean isNull(String name) {
        return object.has(name) && object.get(name).isNull();
    }

    /** The value as it is, absent when it is not there. */
    @Nullable JsonNode value(String name) {
        return object.get(name);
    }

    /** The members in order. */
    Iterable<Map.Entry<String, JsonNode>> entries() {
        return object.properties();
    }

    /** A string, absent when it is not there. */
    @Nullable String text(String name) {
        JsonNode value = object.get(name);
        return value == null ? null : text(name, value);
    }

    private static String text(String name, JsonNode value) {
        String text = string(name, value);
        // An unpaired surrogate has no UTF-8: written as "?" it would name something else.
        if (text.codePoints().anyMatch(Members::isSurrogate)) {
            throw HttpErrors.invalid("member \"" + name + "\" has an unpaired surrogate");
        }
        return text;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static String string(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw HttpErrors.invalid("member \"" + name + "\" must be a string");
        }
        return value.textValue();
    }

    /** A boolean, false when it is not there. */
    boolean flag(String name) {
        return flag(name, false);
    }

    /** A boolean. */
    boolean flag(String name, boolean byDefault) {
        JsonNode value = object.get(name);
        if (value == null) {
            return byDefault;
        }
        if (!value.isBoolean()) {
            throw HttpErrors.invalid("member \"" + name + "\" must be true or false");
        }
        return value.booleanValue();
    }

    /** An integer from 0 to 2^53 - 1, absent when it is not there. */
    @Nullable Long count(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        boolean within = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >> 53 == 0;
        if (!within) {
            throw HttpErrors.invalid("member \"" + name + "\" must be an integer from 0 to 2^53 - 1");
        }
        return value.longValue();
    }

    /** Octets in base64. */
    static byte[] base64(String name, JsonNode value) {
        try {
            return Base64.getDecoder().decode(string(name, value));
        } catch (IllegalArgumentException e) {
            throw HttpErrors.invalid("member \"" + name + "\" must be base64");
        }
    }

    /** A path that must be there, as text in {@code name} or percent-encoded in {@code nameBytes}. */
    FilePath path(String name) {
        requireOneOf(name);
        String text = text(name);
        String encoded = text(name + "Bytes");
        return text != null ? FilePath.parse(text) : PathDecoder.decodePlain(encoded == null ? "" : encoded);
    }

    /** Octets that usually are text, in {@code name} or percent-encoded in {@code nameBytes}; absent without either. */
    byte @Nullable [] octets(String name) {
        if (!has(name) && !has(name + "Bytes")) {
            return null;
        }
        requireOneOf(name);
        String text = text(name);
        String encoded = text(name + "Bytes");
        return text != null
                ? text.getBytes(StandardCharsets.UTF_8)
                : PercentCoding.decode(encoded == null ? "" : encoded);
    }

    private void requireOneOf(String name) {
        if (has(name) == has(name + "Bytes")) {
            throw HttpErrors.invalid("one of \"" + name + "\" and \"" + name + "Bytes\" is needed");
        }
    }
}
