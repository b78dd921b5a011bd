package io.metroon.gateway.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metroon.gateway.HiddenAttributes;
import io.metroon.gateway.Json;
import io.metroon.namespace.EntryType;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.metroon.namespace.Stat.ContentState;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** Writes the attributes of an entry. */
final class StatJson {
    private StatJson() {}

    /** A stat on its own, with its path. */
    static void write(JsonGenerator json, Stat stat) throws IOException {
        json.writeStartObject();
        Json.writePath(json, "path", stat.path());
        writeAttributes(json, stat);
        json.writeEndObject();
    }

    /** An entry of a listing, with its name. */
    static void write(JsonGenerator json, Reply.Entry entry) throws IOException {
        json.writeStartObject();
        Json.writeOctets(json, "name", entry.name().toBytes());
        writeAttributes(json, entry.stat());
        json.writeEndObject();
    }

    private static void writeAttributes(JsonGenerator json, Stat stat) throws IOException {
        json.writeNumberField("inode", stat.inode());
        json.writeStringField("type", word(stat.type()));
        json.writeNumberField("size", stat.size());
        json.writeStringField("mode", octal(stat.mode()));
        json.writeStringField("owner", stat.owner());
        json.writeStringField("group", stat.group());
        json.writeStringField("atime", Timestamps.format(stat.atimeNanos()));
        json.writeStringField("mtime", Timestamps.format(stat.mtimeNanos()));
        json.writeStringField("ctime", Timestamps.format(stat.ctimeNanos()));
        json.writeNumberField("version", stat.version());
        json.writeNumberField("contentVersion", stat.contentVersion());
        json.writeNumberField("nlink", stat.nlink());
        writeOptional(json, stat);
    }

    private static void writeOptional(JsonGenerator json, Stat stat) throws IOException {
        if (stat.type() == EntryType.FILE && stat.content() == ContentState.ABSENT) {
            json.writeStringField("content", "absent");
        }
        if (stat.target() != null) {
            Json.writeOctets(json, "target", stat.target());
        }
        if (!stat.xattrs().isEmpty()) {
            writeXattrs(json, stat);
        }
        if (stat.layout() != null) {
            json.writeStringField("layout", base64(stat.layout()));
        }
    }

    private static void writeXattrs(JsonGenerator json, Stat stat) throws IOException {
        boolean begun = false;
        for (Map.Entry<String, byte[]> xattr : stat.xattrs().entrySet()) {
            if (HiddenAttributes.has(xattr.getKey())) {
                continue;
            }
            if (!begun) {
                json.writeObjectFieldStart("xattrs");
                begun = true;
            }
            json.writeStringField(xattr.getKey(), base64(xattr.getValue()));
        }
        if (begun) {
            json.writeEndObject();
        }
    }

    private static String word(EntryType type) {
        return switch (type) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case SYMLINK -> "symlink";
        };
    }

    /** Four octal digits, as in {@code 0644}. */
    private static String octal(int mode) {
        char[] digits = new char[4];
        for (int place = 0; place < 4; place++) {
            digits[place] = (char) ('0' + (mode >> (9 - 3 * place) & 7));
        }
        return new String(digits);
    }

    static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
