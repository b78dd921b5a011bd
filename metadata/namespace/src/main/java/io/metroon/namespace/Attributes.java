package io.metroon.namespace;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes a request names; absent ones keep their value, or take the default at creation (mode 0644, directories
 * 0755, symlinks 0777; owner and group {@code root}; times from the command).
 *
 * @param mode permission bits, 0 to 07777
 * @param owner name or decimal id, 1 to 255 UTF-8 octets
 * @param group name or decimal id, 1 to 255 UTF-8 octets
 * @param atimeNanos nanoseconds since 1970
 * @param mtimeNanos nanoseconds since 1970
 * @param size logical size in octets, 0 to 2^53 - 1; only for files whose bytes are kept elsewhere, or absent
 * @param xattrs values to set; an empty {@link Setting} removes that one
 * @param layout opaque block map of the storage system that keeps the bytes; an empty {@link Setting} removes it
 */
public record Attributes(
        @Nullable Integer mode,
        @Nullable String owner,
        @Nullable String group,
        @Nullable Long atimeNanos,
        @Nullable Long mtimeNanos,
        @Nullable Long size,
        Map<String, Setting> xattrs,
        @Nullable Setting layout) {
    /** No attribute named. */
    public static final Attributes NONE = new Attributes(null, null, null, null, null, null, Map.of(), null);

    /**
     * A value to set, or its removal. Equality is by content.
     *
     * @param value the octets; absent removes
     */
    public record Setting(byte @Nullable [] value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Setting setting && java.util.Arrays.equals(value, setting.value);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(value);
        }
    }
}
