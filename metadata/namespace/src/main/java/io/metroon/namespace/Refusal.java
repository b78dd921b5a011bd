package io.metroon.namespace;

import org.jspecify.annotations.Nullable;

/**
 * A command or query that the rules of the tree do not allow: a replicated value, the same on every node; nothing
 * changed.
 *
 * @param code why
 * @param detail one sentence that names the offending thing and, where it helps, what to do
 * @param path the component that failed, absent when none is to blame
 */
public record Refusal(
        ErrorCode code, String detail, @Nullable FilePath path) implements Reply {}
