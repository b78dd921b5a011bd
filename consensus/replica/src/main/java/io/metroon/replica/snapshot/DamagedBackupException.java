package io.metroon.replica.snapshot;

import java.io.IOException;

/** A backup file that is not whole. The message names the damaged part, for the operator. */
public final class DamagedBackupException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the damaged part. */
    public DamagedBackupException(String message) {
        super(message);
    }
}
