package io.metroon.cli.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metroon.client.EntryType;
import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import io.metroon.client.Stat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** Attributes for people, as {@code ls -l} and {@code stat} show them, and for machines, as HTTP does. */
public final class StatText {
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private StatText() {}

    /** {@code drwxr-xr-x}. */
    static String mode(Stat stat) {
        char[] text = new char[10];
        text[0] = stat.isDirectory() ? 'd' : stat.isSymlink() ? 'l' : '-';
        for (int bit = 0; bit < 9; bit++) {
            text[1 + bit] = (stat.mode() & (0400 >> bit)) != 0 ? "rwx".charAt(bit % 3) : '-';
        }
        special(text, 3, (stat.mode() & 04000) != 0, 's');
        special(text, 6, (stat.mode() & 02000) != 0, 's');
        special(text, 9, (stat.mode() & 01000) != 0, 't');
        return new String(text);
    }

    private static void special(char[] text, int at, boolean set, char letter) {
        if (set) {
            text[at] = text[at] == 'x' ? letter : Character.toUpperCase(letter);
        }
    }

    static String time(Instant time) {
        return SHORT.format(time);
    }

    /** {@code 1.5K}; below 1,024 as it is. */
    static String humanSize(long octets) {
        if (octets < 1_024) {
            return Long.toString(octets);
        }
        int power = (63 - Long.numberOfLeadingZeros(octets)) / 10;
        double scaled = octets / (double) (1L << (10 * power));
        return String.format(Locale.ROOT, scaled < 10 ? "%.1f%c" : "%.0f%c", scaled, "KMGTPE".charAt(power - 1));
    }

    /** A path's octets. */
    static Octets octets(MetroonPath path) {
        return Octets.ofEncoded(path.encoded());
    }

    /** Fills a document in the shape that HTTP has. */
    public static void fill(ObjectNode json, Stat stat) {
        put(json, "path", octets(stat.path()));
        json.put("inode", stat.inode()).put("type", stat.type().word()).put("size", stat.size());
        json.put("mode", String.format(Locale.ROOT, "%04o", stat.mode()));
        json.put("owner", stat.owner()).put("group", stat.group());
        json.put("atime", stat.atime().toString()).put("mtime", stat.mtime().toString());
        json.put("ctime", stat.ctime().toString());
        json.put("version", stat.version()).put("contentVersion", stat.contentVersion());
        json.put("nlink", stat.nlink());
        if (stat.contentAbsent()) {
            json.put("content", "absent");
        }
        if (stat.type() == EntryType.SYMLINK && stat.target() != null) {
            put(json, "target", stat.target());
        }
        stat.xattrs().forEach((name, value) -> json.withObject("/xattrs").put(name, base64(value)));
        if (stat.layout() != null) {
            json.put("layout", base64(stat.layout()));
        }
    }

    private static void put(ObjectNode json, String field, Octets value) {
        if (value.isUtf8()) {
            json.put(field, value.toString());
        } else {
            json.put(field + "Bytes", value.encoded().replace("%2F", "/"));
        }
    }

    private static String base64(Octets value) {
        return Base64.getEncoder().encodeToString(value.toBytes());
    }
}
