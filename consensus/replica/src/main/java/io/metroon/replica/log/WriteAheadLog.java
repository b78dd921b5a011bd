package io.metroon.replica.log;

import io.metroon.consensus.Entry;
import io.metroon.consensus.LogRecord;
import io.metroon.replica.disk.Disk;
import java.io.IOException;
import java.util.List;

/** The log. */
public final class WriteAheadLog implements AutoCloseable {
    private WriteAheadLog() {}

    public static void format(Disk disk, String directory, LogSettings settings, Meta meta) throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public static Opened open(Disk disk, String directory, LogSettings settings, Meta meta, long snapshotSlot)
            throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public void append(List<LogRecord> records, long lastLsn, long chosenUpTo) throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public long sync() throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public void mark() throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public boolean prepareSpare() throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public List<Entry> read(long fromSlot, long toSlot, int bytesMax) throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public void release(long throughSlot) throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public long lastLsn() {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public long durableLsn() {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    @Override
    public void close() throws IOException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }
}
