package io.metroon.namespace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compare-and-set precondition on the entry that a command names, as If-Match and If-None-Match (RFC 9110, 13.1).
 *
 * @param ifMatch when present, the entry must exist and, unless the list holds {@link Tag#ANY}, carry one of these tags
 * @param ifNoneMatch when present, the entry must carry none of these tags; {@link Tag#ANY} means it must not exist
 */
public record Condition(
        @Nullable List<Tag> ifMatch, @Nullable List<Tag> ifNoneMatch) {
    /** Always holds. */
    public static final Condition NONE = new Condition(null, null);

    /**
     * The identity of a state of an entry.
     *
     * @param inode the inode
     * @param version its version, or its content version where the condition is about bytes
     * @param content whether {@code version} is the content version
     */
    public record Tag(long inode, long version, boolean content) {
        /** Matches any existing entry. */
        public static final Tag ANY = new Tag(-1, -1, false);
    }
}
