package io.metroon.node.command;

import io.metroon.replica.snapshot.BackupFile;
import java.util.concurrent.TimeUnit;

/** Says now and then how far a long read is; nothing for a short one. */
final class ProgressLine implements BackupFile.Progress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String verb;
    private final Output out;
    private long last = System.nanoTime();

    ProgressLine(String verb, Output out) {
        this.verb = verb;
        this.out = out;
    }

    @Override
    public void at(long done, long total) {
        long now = System.nanoTime();
        if (now - last > EVERY_NANOS) {
            last = now;
            out.progress(verb + ": " + done * 100 / Math.max(1, total) + " % of " + (total >> 20) + " MiB");
        }
    }
}
