package io.metroon.consensus;

import io.metroon.consensus.epoch.EpochConfig;
import java.util.List;
import java.util.Optional;

/**
 * What a node's disk gives back at start.
 *
 * @param lastLsn number of the last record; 0 for a fresh log
 * @param promised the highest durable promise of the epoch, {@link Ballot#NONE} if none
 * @param snapshotSlot slot of the newest valid snapshot, 0 for none; the state machine stands there
 * @param snapshotHash the chain of entry hashes up to {@code snapshotSlot}
 * @param votes newest record of each slot above {@code snapshotSlot}, in slot order
 * @param faults ranges in which votes may have been lost
 * @param chosenMark a slot up to which everything was once known to be chosen; perhaps too low, never too high
 * @param snapshotEpoch the configuration in force behind the snapshot, which may be newer than the log's; none without one
 */
public record Recovered(
        long lastLsn,
        Ballot promised,
        long snapshotSlot,
        Hash128 snapshotHash,
        List<Vote> votes,
        List<SlotRange> faults,
        long chosenMark,
        Optional<EpochConfig> snapshotEpoch) {
    /** Of a freshly formatted store. */
    public static final Recovered FRESH =
            new Recovered(0, Ballot.NONE, 0, Hash128.ZERO, List.of(), List.of(), 0, Optional.empty());
}
