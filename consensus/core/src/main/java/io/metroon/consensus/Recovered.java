package io.metroon.consensus;

import io.metroon.consensus.epoch.EpochConfig;
import java.util.List;
import java.util.Optional;

/**
 * What a node's disk gives back at start.
 *
 * @param lastLsn number of the last record; 0 for a fresh log
 * @param promised the highest durable promise of the epoch, {@link Ballot#NONE} if none
 * @param snapshotSlot slot of the newest valid snapshot, 0 for none; the log may be cut up to there
 * @param appliedSlot where the state machine stands: at the snapshot's slot, or behind what the log showed to be chosen
 * @param appliedHash the chain of entry hashes up to {@code appliedSlot}
 * @param votes newest record of each slot above {@code appliedSlot}, in slot order; before them that of {@code appliedSlot}
 *     itself, if it is known, for engines that compare where logs end
 * @param faults ranges in which votes may have been lost
 * @param chosenMark a slot up to which everything was once known to be chosen; perhaps too low, never too high
 * @param appliedEpoch the configuration in force behind {@code appliedSlot}, which may be newer than the log's; none at 0
 */
public record Recovered(
        long lastLsn,
        Ballot promised,
        long snapshotSlot,
        long appliedSlot,
        Hash128 appliedHash,
        List<Vote> votes,
        List<SlotRange> faults,
        long chosenMark,
        Optional<EpochConfig> appliedEpoch) {
    /** Of a freshly formatted store. */
    public static final Recovered FRESH =
            new Recovered(0, Ballot.NONE, 0, 0, Hash128.ZERO, List.of(), List.of(), 0, Optional.empty());
}
