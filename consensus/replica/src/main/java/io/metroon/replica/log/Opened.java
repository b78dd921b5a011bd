package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.List;
import java.util.Optional;

/**
 * A log and what it remembers.
 *
 * @param log open for appending
 * @param lastLsn number of the last record, 0 for none
 * @param config the newest configuration that started
 * @param chain the configurations that it tells of, oldest first; the last is {@code config}
 * @param promised the highest promise in that epoch, {@link Ballot#NONE} for none
 * @param votes newest record of each slot above the snapshot, in slot order; values and identities
 * @param faults ranges above the snapshot, ascending and apart, in which a vote may have been lost; no slot is in both
 * @param chosenMark all slots up to here were known chosen, and their values are here; at least the snapshot's slot
 * @param findings for the operator, in the order they were seen
 */
public record Opened(
        WriteAheadLog log,
        long lastLsn,
        EpochConfig config,
        List<EpochConfig> chain,
        Ballot promised,
        List<Vote> votes,
        List<SlotRange> faults,
        long chosenMark,
        List<Finding> findings) {
    /** Whether something is damaged that only a peer can supply. */
    public boolean needsPeers() {
        return !faults.isEmpty() || !votes.stream().allMatch(Vote::hasValue);
    }

    /** Which slots need a peer, for the operator. */
    public String damage() {
        List<Long> valuesLost =
                votes.stream().filter(vote -> !vote.hasValue()).map(Vote::slot).toList();
        return "the log and the snapshots lack the slots " + faults + " and the values of the votes at " + valuesLost;
    }

    /** What a core starts from, on top of the snapshot that the state machine stands at, if there is one. */
    public Recovered onTopOf(long snapshotSlot, Hash128 snapshotHash, Optional<EpochConfig> snapshotEpoch) {
        return new Recovered(lastLsn, promised, snapshotSlot, snapshotHash, votes, faults, chosenMark, snapshotEpoch);
    }
}
