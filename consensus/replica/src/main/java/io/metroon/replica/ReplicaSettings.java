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
 */
public record ReplicaSettings(
        ConsensusSettings consensus,
        LogSettings log,
        int pendingMax,
        long snapshotIntervalSlots,
        long snapshotIntervalBytes,
        int retryTicks) {
    /** Snapshots every 200,000 slots or 128 MiB of log. */
    public static final ReplicaSettings DEFAULT =
            new ReplicaSettings(ConsensusSettings.DEFAULT, LogSettings.DEFAULT, 8_192, 200_000, 128L << 20, 20);
}
