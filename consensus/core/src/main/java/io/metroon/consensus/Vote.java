package io.metroon.consensus;

import org.jspecify.annotations.Nullable;

/**
 * What an acceptor holds for a slot: its vote, or as much of it as its disk still gives. A slot without a vote was never
 * voted in, stated with certainty, unless it lies in a faulty range.
 *
 * @param slot the slot
 * @param state how much is known
 * @param ballot of the vote; {@link Ballot#NONE} when the state is {@link State#FAULT}
 * @param hash of the value; {@link Hash128#ZERO} when the state is {@link State#FAULT}
 * @param entry the value; absent when the state is {@link State#ID_ONLY} or {@link State#FAULT}
 */
public record Vote(
        long slot,
        State state,
        Ballot ballot,
        Hash128 hash,
        @Nullable Entry entry) {

    /** How much of a vote is known. */
    public enum State {
        /** Ballot and value. */
        VALUE,
        /** Ballot and hash; the value is unreadable. */
        ID_ONLY,
        /** Nothing: a vote may or may not have been cast here. */
        FAULT,
        /** The value is known to be chosen. */
        CHOSEN
    }

    /** A vote for a value. */
    public static Vote of(Entry entry) {
        return new Vote(entry.slot(), State.VALUE, entry.ballot(), entry.hash(), entry);
    }

    /** A value known to be chosen. */
    public static Vote chosen(Entry entry) {
        return new Vote(entry.slot(), State.CHOSEN, entry.ballot(), entry.hash(), entry);
    }

    /** A vote whose value was lost and whose identity was not. */
    public static Vote idOnly(long slot, Ballot ballot, Hash128 hash) {
        return new Vote(slot, State.ID_ONLY, ballot, hash, null);
    }

    /** A slot whose record was lost altogether. */
    public static Vote fault(long slot) {
        return new Vote(slot, State.FAULT, Ballot.NONE, Hash128.ZERO, null);
    }

    /** Whether the ballot of this vote, or its absence, is known. */
    public boolean isBallotIntact() {
        return state != State.FAULT;
    }

    /** Whether the value can be read. */
    public boolean hasValue() {
        return entry != null;
    }
}
