package io.metroon.replica.transport;

/** A frame that can't be believed. Drop it and count it: the protocol tolerates loss. */
public final class BadFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What is wrong with a frame. */
    public enum Reason {
        /** Its checksum differs: damaged on the way. */
        CHECKSUM,
        /** Written in a format that this release does not know. */
        FORMAT,
        /** The checksum agrees, but it is not an envelope: a fault in the sender. */
        MALFORMED
    }

    /** Names what is wrong. */
    public BadFrameException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
