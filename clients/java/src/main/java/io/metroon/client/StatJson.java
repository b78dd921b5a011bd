package io.metroon.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads stats and pages from their JSON shapes. */
final class StatJson {
    private StatJson() {}

    static Stat read(JsonNode json) {
        return read(json, path(json, "path"));
    }

    static Page page(JsonNode json) {
        MetroonPath directory = path(json, "path");
        List<Entry> entries = new ArrayList<>(json.path("entries").size());
        for (JsonNode entry : json.path("entries")) {
            Octets name = octets(entry, "name");
            entries.add(new Entry(name, read(entry, directory.resolve(name))));
        }
        JsonNode cursor = json.path("cursor");
        return new Page(
                directory,
                json.path("revision").asLong(),
                List.copyOf(entries),
                cursor.isTextual() ? cursor.asText() : null);
    }

    private static Stat read(JsonNode json, MetroonPath path) {
        return new Stat(
                path,
                json.path("inode").asLong(),
                EntryType.ofWord(json.path("type").asText()),
                json.path("size").asLong(),
                Integer.parseInt(json.path("mode").asText("0"), 8),
                json.path("owner").asText(),
                json.path("group").asText(),
                time(json, "atime"),
                time(json, "mtime"),
                time(json, "ctime"),
                json.path("version").asLong(),
                json.path("contentVersion").asLong(),
                json.path("nlink").asInt(1),
                "absent".equals(json.path("content").asText()),
                json.has("target") || json.has("targetBytes") ? octets(json, "target") : null,
                xattrs(json.path("xattrs")),
                base64(json.path("layout")));
    }

    private static Instant time(JsonNode json, String field) {
        JsonNode time = json.path(field);
        return time.isTextual() ? time(time.asText()) : Instant.EPOCH;
    }

    /**
     * An RFC 3339 time in UTC. The form that Metroon writes, {@code 2026-01-31T23:59:59.123456789Z}, is read by hand: three
     * are in every stat, and the general parser took half of a client's processor time in a listing.
     */
    static Instant time(String text) {
        if (text.length() != 30 || text.charAt(19) != '.' || text.charAt(29) != 'Z') {
            return Instant.parse(text);
        }
        try {
            LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
            LocalTime time = LocalTime.of(
                    number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), number(text, 20, 29));
            return date.atTime(time).toInstant(ZoneOffset.UTC);
        } catch (NumberFormatException unusual) {
            return Instant.parse(text);
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static Map<String, Octets> xattrs(JsonNode json) {
        if (json.isEmpty()) {
            return Map.of();
        }
        Map<String, Octets> xattrs = new HashMap<>();
        json.properties().forEach(xattr -> {
            Octets value = base64(xattr.getValue());
            if (value != null) {
                xattrs.put(xattr.getKey(), value);
            }
        });
        return Map.copyOf(xattrs);
    }

    private static @Nullable Octets base64(JsonNode json) {
        return json.isTextual() ? Octets.of(Base64.getDecoder().decode(json.asText())) : null;
    }

    /** A field that holds octets: as text when they are UTF-8, else percent-encoded in its {@code Bytes} twin. */
    static Octets octets(JsonNode json, String field) {
        JsonNode encoded = json.path(field + "Bytes");
        return encoded.isTextual()
                ? Octets.ofEncoded(encoded.asText())
                : Octets.of(json.path(field).asText());
    }

    /** A field that holds a path, with its {@code Bytes} twin. */
    static MetroonPath path(JsonNode json, String field) {
        JsonNode encoded = json.path(field + "Bytes");
        return encoded.isTextual()
                ? MetroonPath.ofEncoded(encoded.asText())
                : MetroonPath.of(json.path(field).asText("/"));
    }
}
