package io.metroon.client.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metroon.client.MetroonPath;
import io.metroon.client.Octets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of a file tree, as far as clients can tell, over a sorted map from encoded path to stat. */
public final class LoopbackTree {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "2026-01-02T03:04:05.000000006Z";
    private static final int CONTENT_OCTETS_MAX = 16 << 20;

    private final TreeMap<String, ObjectNode> entries = new TreeMap<>();
    private final Map<Long, byte[]> contents = new HashMap<>();
    private long inodes = 1;
    private long revision;

    LoopbackTree() {
        entries.put("/", attributes("directory"));
    }

    long revision() {
        return revision;
    }

    /** How many entries there are, the root not counted. */
    public synchronized int size() {
        return entries.size() - 1;
    }

    private ObjectNode attributes(String type) {
        ObjectNode stat = JSON.createObjectNode();
        stat.put("inode", inodes++).put("type", type).put("size", 0);
        stat.put("mode", type.equals("directory") ? "0755" : "0644")
                .put("owner", "root")
                .put("group", "root");
        stat.put("atime", TIME).put("mtime", TIME).put("ctime", TIME);
        return stat.put("version", 1).put("contentVersion", 1).put("nlink", 1).put("unheardOf", "ignored");
    }

    private ObjectNode require(MetroonPath path) {
        ObjectNode found = entries.get(path.encoded());
        if (found == null) {
            throw new Problem(404, "ENOENT", path.toString());
        }
        return found;
    }

    ObjectNode stat(MetroonPath path) {
        ObjectNode found = require(path);
        ObjectNode stat = JSON.createObjectNode();
        put(stat, "path", path.isUtf8(), path.toString(), path.encoded());
        return stat.setAll(found);
    }

    private static void put(ObjectNode to, String field, boolean utf8, String text, String encoded) {
        to.put(utf8 ? field : field + "Bytes", utf8 ? text : encoded);
    }

    /** Creates; whether the entry is new. */
    boolean create(
            MetroonPath path,
            String type,
            @Nullable Octets target,
            boolean parents,
            boolean existsOk,
            JsonNode attributes) {
        ObjectNode existing = entries.get(path.encoded());
        if (existing != null) {
            if (existsOk && existing.path("type").asText().equals(type)) {
                return false;
            }
            throw new Problem(409, "EEXIST", path.toString());
        }
        requireParent(path, parents);
        ObjectNode stat = attributes(type);
        if (target != null) {
            put(stat, "target", target.isUtf8(), target.toString(), target.encoded());
            stat.put("size", target.length());
        }
        entries.put(path.encoded(), stat);
        change(stat, attributes);
        return true;
    }

    private void requireParent(MetroonPath path, boolean parents) {
        MetroonPath parent = path.parent();
        ObjectNode found = entries.get(parent.encoded());
        if (found == null && parents) {
            create(parent, "directory", null, true, true, JSON.createObjectNode());
        } else if (found == null) {
            throw new Problem(404, "ENOENT", parent.toString());
        } else if (!found.path("type").asText().equals("directory")) {
            throw new Problem(409, "ENOTDIR", parent.toString());
        }
    }

    void setAttributes(MetroonPath path, JsonNode attributes) {
        change(require(path), attributes);
    }

    private void change(ObjectNode stat, JsonNode attributes) {
        for (String field : List.of("mode", "owner", "group", "size")) {
            if (attributes.has(field)) {
                stat.set(field, attributes.get(field));
            }
        }
        for (String field : List.of("atime", "mtime")) {
            if (attributes.has(field)) {
                stat.put(field, Instant.parse(attributes.get(field).asText()).toString());
            }
        }
        if (attributes.has("size")) {
            stat.put("content", "absent");
        }
        xattrs(stat, attributes.path("xattrs"));
        stat.put("version", stat.path("version").asLong() + 1);
        revision++;
    }

    private static void xattrs(ObjectNode stat, JsonNode changes) {
        if (changes.isEmpty()) {
            return;
        }
        ObjectNode xattrs = stat.withObject("/xattrs");
        changes.properties().forEach(xattr -> {
            if (xattr.getValue().isNull()) {
                xattrs.remove(xattr.getKey());
            } else {
                xattrs.set(xattr.getKey(), xattr.getValue());
            }
        });
    }

    boolean putContent(MetroonPath path, byte[] content, JsonNode attributes) {
        if (content.length > CONTENT_OCTETS_MAX) {
            throw new Problem(413, "EFBIG", path.toString());
        }
        boolean created = create(path, "file", null, false, true, JSON.createObjectNode());
        ObjectNode stat = require(path);
        stat.put("size", content.length).remove("content");
        contents.put(stat.path("inode").asLong(), content);
        change(stat, attributes);
        return created;
    }

    byte[] content(MetroonPath path) {
        ObjectNode stat = stat(path);
        if (stat.has("content")) {
            throw new Problem(409, "ENODATA", path.toString());
        }
        return contents.getOrDefault(stat.path("inode").asLong(), new byte[0]);
    }

    void delete(MetroonPath path, boolean recursive) {
        stat(path);
        List<String> below = List.copyOf(below(path).keySet());
        if (!recursive && !below.isEmpty()) {
            throw new Problem(409, "ENOTEMPTY", path.toString());
        }
        below.forEach(entries::remove);
        entries.remove(path.encoded());
        revision++;
    }

    private Map<String, ObjectNode> below(MetroonPath path) {
        String prefix = path.isRoot() ? "/" : path.encoded() + "/";
        return entries.subMap(prefix, !path.isRoot(), prefix.substring(0, prefix.length() - 1) + "0", false);
    }

    void rename(MetroonPath from, MetroonPath to, String mode) {
        ObjectNode source = require(from);
        ObjectNode replaced = entries.get(to.encoded());
        if (replaced != null && mode.equals("noreplace")) {
            throw new Problem(409, "EEXIST", to.toString());
        }
        requireParent(to, false);
        Map<String, ObjectNode> moved = new HashMap<>(below(from));
        moved.put(from.encoded(), source);
        moved.keySet().forEach(entries::remove);
        moved.forEach((path, stat) ->
                entries.put(to.encoded() + path.substring(from.encoded().length()), stat));
        if (replaced != null && mode.equals("exchange")) {
            entries.put(from.encoded(), replaced);
        }
        revision++;
    }

    /** A page; the cursor is the index of the next entry. */
    ObjectNode list(MetroonPath path, int limit, int from) {
        stat(path);
        List<MetroonPath> children = below(path).keySet().stream()
                .map(MetroonPath::ofEncoded)
                .filter(child -> child.parent().equals(path) && !child.isRoot())
                .sorted(Comparator.comparing(MetroonPath::name))
                .toList();
        int to = Math.min(children.size(), from + limit);
        ObjectNode page = JSON.createObjectNode().put("revision", revision);
        put(page, "path", path.isUtf8(), path.toString(), path.encoded());
        ArrayNode listed = page.putArray("entries");
        for (MetroonPath child : children.subList(from, to)) {
            ObjectNode entry = listed.addObject();
            Octets name = child.name();
            put(entry, "name", name.isUtf8(), name.toString(), name.encoded());
            entry.setAll(require(child));
        }
        if (to < children.size()) {
            page.put("cursor", Integer.toString(to));
        }
        return page;
    }
}
