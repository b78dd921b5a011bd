package io.metroon.content;

import java.io.IOException;

/** Why a chunk could not be kept or read. The message names the chunk. */
public final class ContentStoreException extends IOException {
    private static final long serialVersionUID = 1;

    /** What kind of failure it is. */
    public enum Kind {
        /** Too few of those that keep chunks answer now. */
        UNAVAILABLE,
        /** No room is left. */
        NO_SPACE,
        /** No copy was found where there should be one. */
        MISSING,
        /** The only copies that were found are not what was put. */
        DAMAGED
    }

    private final Kind kind;

    /** A failure of a kind, told in a sentence. */
    public ContentStoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** A failure with the cause that it was found by. */
    public ContentStoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }
}
