package io.metroon.client;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes to set; those absent keep their value, or take the server's default at creation. Immutable: each method
 * gives a changed copy.
 *
 * @param mode permission bits, 0 to 07777
 * @param owner name or decimal id
 * @param group name or decimal id
 * @param atime last access
 * @param mtime last change
 * @param size logical size in octets, for files whose bytes the namespace does not hold
 * @param xattrs extended attributes to set or remove
 * @param layout opaque block map to set or remove
 */
public record Attributes(
        @Nullable Integer mode,
        @Nullable String owner,
        @Nullable String group,
        @Nullable Instant atime,
        @Nullable Instant mtime,
        @Nullable Long size,
        Map<String, Setting> xattrs,
        @Nullable Setting layout) {
    /** Nothing to set. */
    public static final Attributes NONE = new Attributes(null, null, null, null, null, null, Map.of(), null);

    /**
     * A value to set, or its removal.
     *
     * @param value the octets; absent removes
     */
    public record Setting(@Nullable Octets value) {}

    /** Copies the map. */
    public Attributes {
        xattrs = Map.copyOf(xattrs);
    }

    /** With permission bits, 0 to 07777. */
    public Attributes mode(int bits) {
        return new Attributes(bits, owner, group, atime, mtime, size, xattrs, layout);
    }

    /** With an owner: a name or a decimal id. */
    public Attributes owner(String name) {
        return new Attributes(mode, name, group, atime, mtime, size, xattrs, layout);
    }

    /** With a group: a name or a decimal id. */
    public Attributes group(String name) {
        return new Attributes(mode, owner, name, atime, mtime, size, xattrs, layout);
    }

    /** With a time of last access, to the nanosecond. */
    public Attributes atime(Instant time) {
        return new Attributes(mode, owner, group, time, mtime, size, xattrs, layout);
    }

    /** With a time of last change, to the nanosecond. */
    public Attributes mtime(Instant time) {
        return new Attributes(mode, owner, group, atime, time, size, xattrs, layout);
    }

    /** With a logical size in octets; the file's bytes are then kept elsewhere or absent. */
    public Attributes size(long octets) {
        return new Attributes(mode, owner, group, atime, mtime, octets, xattrs, layout);
    }

    /** With an extended attribute. */
    public Attributes xattr(String name, Octets value) {
        return with(name, new Setting(value));
    }

    /** Without an extended attribute, should there be one. */
    public Attributes removeXattr(String name) {
        return with(name, new Setting(null));
    }

    /** With a layout. */
    public Attributes layout(Octets map) {
        return new Attributes(mode, owner, group, atime, mtime, size, xattrs, new Setting(map));
    }

    /** Without a layout, should there be one. */
    public Attributes removeLayout() {
        return new Attributes(mode, owner, group, atime, mtime, size, xattrs, new Setting(null));
    }

    private Attributes with(String name, Setting setting) {
        Map<String, Setting> more = new HashMap<>(xattrs);
        more.put(name, setting);
        return new Attributes(mode, owner, group, atime, mtime, size, more, layout);
    }
}
