package io.metroon.client;

import org.jspecify.annotations.Nullable;

/**
 * What must hold of the entry for a change to take effect (RFC 9110, 13.1); otherwise it is refused with ECONDITION.
 *
 * @param ifMatch entity tag the entry must carry, or {@code *} for any existing entry; absent for no condition
 * @param ifNoneMatch entity tag the entry must not carry, or {@code *}: it must not exist; absent for no condition
 */
public record Precondition(
        @Nullable String ifMatch, @Nullable String ifNoneMatch) {
    /** Always holds. */
    public static final Precondition NONE = new Precondition(null, null);
    /** The entry exists. */
    public static final Precondition EXISTS = new Precondition("*", null);
    /** The entry does not exist. */
    public static final Precondition ABSENT = new Precondition(null, "*");

    /** The entry is as it was when this was read: the same inode and version. */
    public static Precondition unchanged(Stat stat) {
        return new Precondition(stat.etag(), null);
    }
}
