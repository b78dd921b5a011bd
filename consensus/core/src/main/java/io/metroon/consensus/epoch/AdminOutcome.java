package io.metroon.consensus.epoch;

/**
 * What came of a request to the leader.
 *
 * @param verdict in a word
 * @param detail for the operator: what was seen, and what to do
 */
public record AdminOutcome(Verdict verdict, String detail) {
    /** Whether it was done, and if not, why. All but {@link #DONE} and {@link #OUTCOME_UNKNOWN} say that nothing changed. */
    public enum Verdict {
        /** It took effect. */
        DONE(1),
        /** Leadership was lost on the way, or time ran out: it took effect or will, or it never does. */
        OUTCOME_UNKNOWN(2),
        /** No leader is known. */
        NO_LEADER(3),
        /** The configuration that the request was made for is no longer in force. */
        EPOCH_CHANGED(4),
        /** Another change is under way, or the leader has only just begun. */
        CHANGE_PENDING(5),
        /** The configuration makes no sense. */
        INVALID(6),
        /** It is in force already. */
        NOTHING_CHANGES(7),
        /** This release does not have the engine. */
        ENGINE_UNKNOWN(8),
        /** A new voter lacks too much of the log, or was never seen. */
        NOT_CAUGHT_UP(9),
        /** Too few of its voters are up to date and heard from: the next epoch could choose nothing. */
        QUORUM_NOT_LIVE(10),
        /** None of its voters could lead. */
        NO_ELIGIBLE_LEADER(11),
        /** Leadership did not move in time. */
        NOT_TRANSFERRED(12);

        private final int code;

        Verdict(int code) {
            this.code = code;
        }

        /** Its number on the wire, which never changes. */
        public int code() {
            return code;
        }

        /**
         * The verdict with this number.
         *
         * @throws IllegalArgumentException naming the number, if there is none
         */
        public static Verdict ofCode(int code) {
            for (Verdict verdict : values()) {
                if (verdict.code == code) {
                    return verdict;
                }
            }
            throw new IllegalArgumentException("unknown verdict " + code);
        }
    }

    /** Whether it took effect. */
    public boolean isDone() {
        return verdict == Verdict.DONE;
    }
}
