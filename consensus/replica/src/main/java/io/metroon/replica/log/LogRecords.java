package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import java.util.List;

/** What of a {@link LogRecord} goes where in a segment. */
final class LogRecords {
    private static final byte[] EMPTY = {};

    private LogRecords() {}

    static RecordHeader header(LogRecord record, long lsn, byte[] payload) {
        int crc = Segment.crc(payload);
        if (record instanceof LogRecord.Accepted accepted) {
            return RecordHeader.of(RecordKind.ACCEPTED, accepted.epoch(), lsn, accepted.entry(), crc);
        }
        if (record instanceof LogRecord.Chosen chosen) {
            return RecordHeader.of(RecordKind.CHOSEN, chosen.epoch(), lsn, chosen.entry(), crc);
        }
        if (record instanceof LogRecord.Promised promise) {
            return RecordHeader.promised(promise.epoch(), lsn, promise.ballot());
        }
        if (record instanceof LogRecord.Truncated truncated) {
            return RecordHeader.truncated(truncated.epoch(), lsn, truncated.slot());
        }
        long chosenUpTo = record instanceof LogRecord.EpochStarted started ? started.chosenUpTo() : 0;
        return RecordHeader.epochStarted(record.epoch(), lsn, chosenUpTo, payload, crc);
    }

    static byte[] payload(LogRecord record) {
        if (record instanceof LogRecord.Accepted accepted) {
            return accepted.entry().payload();
        }
        if (record instanceof LogRecord.Chosen chosen) {
            return chosen.entry().payload();
        }
        return record instanceof LogRecord.EpochStarted started ? EpochConfigCodec.encode(started.config()) : EMPTY;
    }

    static boolean isVote(LogRecord record) {
        return record instanceof LogRecord.Accepted || record instanceof LogRecord.Chosen;
    }

    /** The slot it is about, 0 for none. */
    static long slot(LogRecord record) {
        if (record instanceof LogRecord.Accepted accepted) {
            return accepted.entry().slot();
        }
        return record instanceof LogRecord.Chosen chosen ? chosen.entry().slot() : 0;
    }

    /** The promise that it makes or implies, {@link Ballot#NONE} for none. */
    static Ballot promise(LogRecord record) {
        if (record instanceof LogRecord.Promised promise) {
            return promise.ballot();
        }
        return record instanceof LogRecord.Accepted accepted ? accepted.entry().ballot() : Ballot.NONE;
    }

    static void check(List<LogRecord> records, int payloadBytesMax) {
        for (LogRecord record : records) {
            int length = payload(record).length;
            if (length > payloadBytesMax) {
                throw new IllegalArgumentException(
                        "a payload of " + length + " bytes exceeds what a segment takes, " + payloadBytesMax);
            }
            if (record instanceof LogRecord.Accepted accepted) {
                requireUnchanged(accepted.entry());
            }
        }
    }

    // Between the step that made an entry and this write it waited in queues: what the hash no longer fits must not be
    // voted for.
    private static void requireUnchanged(Entry entry) {
        if (!Hash128.of(entry.kind(), entry.stamp(), entry.payload()).equals(entry.hash())) {
            throw new IllegalStateException(
                    "the value of slot " + entry.slot() + " changed in memory before it was written");
        }
    }
}
