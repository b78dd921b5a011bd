package io.metroon.namespace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command is decided under: the locks its sender holds, and a condition on any entries, as the If header of RFC
 * 4918 (10.4) states them. Both are decided at the command's own place in the log.
 *
 * @param tokens the locks that the sender says are his; whoever knows a token may use it
 * @param anyOf when not empty, at least one of these must hold
 */
public record Guard(List<String> tokens, List<Alternative> anyOf) {
    /** No lock and no condition. */
    public static final Guard NONE = new Guard(List.of(), List.of());

    /** Copies the lists. */
    public Guard {
        tokens = List.copyOf(tokens);
        anyOf = List.copyOf(anyOf);
    }

    /** The same locks without the condition: for the later commands of a request whose first one checked it. */
    public Guard tokensOnly() {
        return new Guard(tokens, List.of());
    }

    /** The same condition with more locks. */
    public Guard with(List<String> more) {
        List<String> all = new ArrayList<>(tokens);
        all.addAll(more);
        return more.isEmpty() ? this : new Guard(all, anyOf);
    }

    /** A command decided under this guard: itself, if this is none. */
    public Command around(Command command) {
        return equals(NONE) ? command : new Command.Guarded(this, command);
    }

    /**
     * A condition on one entry.
     *
     * @param path the entry; symlinks are followed; it need not exist
     * @param allOf each of these must hold
     */
    public record Alternative(FilePath path, List<Term> allOf) {
        /** Copies the list. */
        public Alternative {
            allOf = List.copyOf(allOf);
        }
    }

    /**
     * One state an entry is in, or is not in: exactly one of token and tag is there.
     *
     * @param negated whether it must not be in this state
     * @param token covered by the lock with this token
     * @param tag in the version with this tag
     */
    public record Term(boolean negated, @Nullable String token, Condition.@Nullable Tag tag) {}
}
