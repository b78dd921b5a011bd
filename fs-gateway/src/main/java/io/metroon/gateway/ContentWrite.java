package io.metroon.gateway;

import io.metroon.namespace.Attributes;
import io.metroon.namespace.Condition;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.Guard;
import io.metroon.namespace.IdempotencyKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a write of a file's whole content asks for besides the octets. Immutable.
 *
 * @param path the file; symlinks are followed
 * @param attributes set in the same step
 * @param condition precondition, decided in the step that makes the content visible
 * @param guard locks and conditions under which that step is decided: {@link Guard#around} it
 * @param patience how long to wait for that step before its outcome is called unknown
 * @param key gives the idempotency key once the octets are known; absent for none
 * @param beforeVisible run when all octets were taken and before anything shows: what it throws refuses the write, so a
 *     façade checks here what a client said of its octets, as a checksum
 */
public record ContentWrite(
        FilePath path,
        Attributes attributes,
        Condition condition,
        Guard guard,
        Duration patience,
        @Nullable Keyed key,
        Runnable beforeVisible) {

    /** Makes the idempotency key of a write. */
    @FunctionalInterface
    public interface Keyed {
        /**
         * The key.
         *
         * @param fingerprint stands for the octets: the same for the same octets
         */
        IdempotencyKey of(byte[] fingerprint);
    }

    /** A write without attributes, key and check. */
    public static ContentWrite to(FilePath path, Condition condition, Duration patience) {
        return new ContentWrite(path, Attributes.NONE, condition, Guard.NONE, patience, null, () -> {});
    }

    /** The same write, which also sets attributes. */
    public ContentWrite with(Attributes set) {
        return new ContentWrite(path, set, condition, guard, patience, key, beforeVisible);
    }

    /** The same write, to take effect once. */
    public ContentWrite keyed(@Nullable Keyed once) {
        return new ContentWrite(path, attributes, condition, guard, patience, once, beforeVisible);
    }

    /** The same write, checked before it shows. */
    public ContentWrite checkedBy(Runnable check) {
        return new ContentWrite(path, attributes, condition, guard, patience, key, check);
    }

    /** The same write with more locks, and under a condition besides its own. */
    public ContentWrite under(Guard more) {
        Guard both = more.with(guard.tokens());
        return new ContentWrite(path, attributes, condition, both, patience, key, beforeVisible);
    }
}
