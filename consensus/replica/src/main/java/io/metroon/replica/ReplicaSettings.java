package io.metroon.replica;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.replica.log.LogSettings;

/**
 * Bounds of a replica.
 *
 * @param consensus of the core
 * @param log of the write-ahead log
 * @param pendingMax proposals and, separately, reads that wait here; more are refused as overload
 * @param snapshotIntervalSlots a snapshot is due after this many slots
 * @param snapshotIntervalBytes or after this many octets of entries, whichever comes first
 * @param retryTicks after which an unanswered read or a proposal without leader is tried again
 * @param headroomBytes that the disk should have free; with less, only commands that free space are admitted
 */
public record ReplicaSettings(
        ConsensusSettings consensus,
        LogSettings log,
        int pendingMax,
        long snapshotIntervalSlots,
        long snapshotIntervalBytes,
        int retryTicks,
        long headroomBytes) {
    /** Snapshots every 200,000 slots or 128 MiB of log. */
    public static final ReplicaSettings DEFAULT =
            new ReplicaSettings(ConsensusSettings.DEFAULT, LogSettings.DEFAULT, 8_192, 200_000, 128L << 20, 20);

    /** With room for four segments of the log as headroom. */
    public ReplicaSettings(
            ConsensusSettings consensus,
            LogSettings log,
            int pendingMax,
            long snapshotIntervalSlots,
            long snapshotIntervalBytes,
            int retryTicks) {
        this(
                consensus,
                log,
                pendingMax,
                snapshotIntervalSlots,
                snapshotIntervalBytes,
                retryTicks,
                4L * log.segmentBytes());
    }

    /** The same with another headroom. */
    public ReplicaSettings withHeadroom(long bytes) {
        return new ReplicaSettings(
                consensus, log, pendingMax, snapshotIntervalSlots, snapshotIntervalBytes, retryTicks, bytes);
    }
}
