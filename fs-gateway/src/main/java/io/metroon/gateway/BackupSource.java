package io.metroon.gateway;

import java.util.concurrent.CompletionStage;

/** Where an online backup comes from. Thread-safe; never blocks the caller. */
public interface BackupSource {
    /** Begins a backup of the newest state; fails with a {@link io.metroon.namespace.ServiceException}. */
    CompletionStage<Backup> open();

    /** One backup in progress. Used by one caller at a time, which closes it. */
    interface Backup {
        /** The revision it holds, known from the start. */
        long revision();

        /**
         * The next octets, at most 1 MiB; none at the end. Asked for only when the piece before it has gone out, which
         * is the back-pressure.
         */
        CompletionStage<byte[]> next();

        /** Lets go of what it holds, finished or not. May be called twice. */
        void close();
    }
}
