package io.metroon.namespace;

import org.jspecify.annotations.Nullable;

/**
 * A command or query that the rules of the tree do not allow: a replicated value, the same on every node; nothing
 * changed.
 *
 * @param code why
 * @param detail one sentence that names the offending thing and, where it helps, what to do
 * @param path the component that failed, absent when none is to blame
 * @param precondition whether a {@link Condition} or version stated with the request failed: {@link ErrorCode#ECONDITION}
 *     always, {@link ErrorCode#EEXIST} when the request said that the entry must not exist
 */
public record Refusal(
        ErrorCode code, String detail, @Nullable FilePath path, boolean precondition) implements Reply {
    /** A refusal of the request itself; a precondition failed only if the code says so. */
    public Refusal(ErrorCode code, String detail, @Nullable FilePath path) {
        this(code, detail, path, code == ErrorCode.ECONDITION);
    }
}
