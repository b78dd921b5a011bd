package io.metroon.namespace;

/** An operational failure: the namespace did not decide, or nobody here knows what it decided. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is known about the request. */
    public enum Kind {
        /** No quorum, no leader, shutting down: nothing happened. */
        UNAVAILABLE,
        /** Too much in flight: nothing happened. */
        OVERLOADED,
        /** Too little room on the disks for what this may add: nothing happened. */
        NO_SPACE,
        /** It may have happened; a retry with the same key finds out. */
        OUTCOME_UNKNOWN
    }

    /**
     * An operational failure of a kind.
     *
     * @param kind what is known
     * @param detail one sentence for the caller
     */
    public ServiceException(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    /** What is known about the request. */
    public Kind kind() {
        return kind;
    }
}
