package io.metroon.replica.disk;

import java.io.IOException;

/** The disk is full. */
public final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names what could not be written. */
    public NoSpaceException(String detail) {
        super(detail);
    }
}
