package io.metroon.replica;

/** A request that this replica could not see through. */
public final class ReplicaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is known of the request. */
    public enum Kind {
        /** Nothing happened: no leader, no quorum, or closing. */
        UNAVAILABLE,
        /** Nothing happened: too much in flight. */
        OVERLOADED,
        /** Nothing happened: too little room on the disks. */
        NO_SPACE,
        /** It may have happened, or may yet. */
        OUTCOME_UNKNOWN
    }

    /** A failure of a kind; has no stack trace, since it says nothing of the code. */
    public ReplicaException(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    /** What is known of the request. */
    public Kind kind() {
        return kind;
    }
}
