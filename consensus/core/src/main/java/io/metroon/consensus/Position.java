package io.metroon.consensus;

/**
 * A place in a log of terms: a slot, and the term of the entry there. Raft, section 5.3.
 *
 * @param slot the slot; 0 before the first
 * @param term in which its entry was created; {@link #BEFORE} for what an earlier epoch decided, {@link #UNKNOWN} if only a
 *     snapshot is left of it
 */
public record Position(long slot, long term) {
    /** The term of all that was decided before this epoch. */
    public static final long BEFORE = -1;
    /** The term of an entry that is not kept any more. */
    public static final long UNKNOWN = -2;
    /** Of no interest. */
    public static final Position UNSAID = new Position(0, UNKNOWN);

    /** Whether the term is known. */
    public boolean isKnown() {
        return term != UNKNOWN;
    }
}
