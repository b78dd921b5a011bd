package io.metroon.replica.log;

import java.io.IOException;

/** A data directory that must not be used as it is. The message is for the operator: what was seen, and what to do. */
public final class StoreRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a directory is refused. */
    public enum Reason {
        /** Nothing is here: format it first. */
        NOT_FORMATTED,
        /** Something is here already: it is never formatted over. */
        ALREADY_FORMATTED,
        /** Written by a newer release. */
        NEWER_FORMAT,
        /** Written by a release too old. */
        OLDER_FORMAT,
        /** Both copies of the meta file are damaged: nobody knows whose directory it is. */
        META_DAMAGED,
        /** Promises or votes were lost that nothing can bring back: it must never vote again under this identity. */
        AMNESIA,
        /** Parts are damaged that only another member could supply, and there is none. */
        UNREPAIRABLE,
        /** It belongs to another cluster, node or store. */
        FOREIGN
    }

    /** Names what was seen and what to do. */
    public StoreRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
