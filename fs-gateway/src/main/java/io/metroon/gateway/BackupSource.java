package io.metroon.gateway;

import java.util.concurrent.CompletionStage;

/** Where an online backup comes from. Thread-safe; never blocks the caller. */
public interface BackupSource {
    /**
     * Begins a backup of the newest state; fails with a {@link io.metroon.namespace.ServiceException}.
     *
     * @param withContent whether it carries the content that the namespace itself does not keep, and does not only refer to it
     */
    CompletionStage<Backup> open(boolean withContent);

    /** One backup in progress. Used by one caller at a time, which closes it. */
    interface Backup {
        /** The revision it holds, known from the start. */
        long revision();

        /**
         * The next octets, at most 1 MiB; none at the end. Fails when what is to be backed up can't be read. Asked for only when the piece before it has gone out, which
         * is the back-pressure.
         */
        CompletionStage<byte[]> next();

        /** Lets go of what it holds, finished or not. May be called twice. */
        void close();
    }
}
