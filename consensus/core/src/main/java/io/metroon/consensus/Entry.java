package io.metroon.consensus;

import java.util.Arrays;

/**
 * A value proposed for a slot under a ballot. The payload is never changed once the entry exists.
 *
 * @param slot position in the log, 1 or more
 * @param ballot under which it was proposed
 * @param kind what it is for
 * @param stamp wall clock of the leader that first proposed it, milliseconds since 1970; never used for safety
 * @param payload opaque octets; empty for NOOP and LEADER_START
 * @param hash of kind, stamp and payload: the identity of the value, whatever its slot and ballot
 */
public record Entry(long slot, Ballot ballot, EntryKind kind, long stamp, byte[] payload, Hash128 hash) {
    private static final byte[] EMPTY = {};

    /** An entry with its hash computed. */
    public static Entry of(long slot, Ballot ballot, EntryKind kind, long stamp, byte[] payload) {
        return new Entry(slot, ballot, kind, stamp, payload, Hash128.of(kind, stamp, payload));
    }

    /** A no-op for a slot in which nothing was found. */
    public static Entry noop(long slot, Ballot ballot) {
        return of(slot, ballot, EntryKind.NOOP, 0, EMPTY);
    }

    /** The same value, proposed again under a higher ballot. */
    public Entry under(Ballot higher) {
        return new Entry(slot, higher, kind, stamp, payload, hash);
    }

    /** Octets it occupies, roughly: the payload and a fixed overhead. */
    public int weight() {
        return payload.length + 64;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry
                && slot == entry.slot
                && ballot.equals(entry.ballot)
                && kind == entry.kind
                && stamp == entry.stamp
                && hash.equals(entry.hash)
                && Arrays.equals(payload, entry.payload);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(slot) * 31 + hash.hashCode();
    }

    @Override
    public String toString() {
        return slot + "@" + ballot + " " + kind + " " + payload.length + "B " + hash;
    }
}
