package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import java.io.IOException;
import java.util.ArrayList;
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
 * @param votes newest record of each slot above {@code chosenMark}, in slot order; values and identities
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
    private static final int CHOSEN_BYTES = 1 << 20;

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

    /**
     * Some of what is known chosen, from a slot on: so much that memory need not hold all of it.
     *
     * @throws IOException when the disk does not give it again
     */
    public List<Entry> chosenFrom(long slot) throws IOException {
        List<Entry> entries = log.read(slot, chosenMark, CHOSEN_BYTES);
        if (entries.isEmpty()) {
            throw new IOException("slot " + slot + " was whole a moment ago and can't be read again");
        }
        return entries;
    }

    /**
     * What a core starts from.
     *
     * @param snapshotSlot of the snapshot below which the log was cut
     * @param appliedSlot where the state machine stands, {@code chosenMark} or above
     * @param appliedHash the chain of entry hashes up to there
     * @param appliedEpoch the configuration in force there, if it is known
     */
    public Recovered onTopOf(
            long snapshotSlot, long appliedSlot, Hash128 appliedHash, Optional<EpochConfig> appliedEpoch) {
        List<Vote> held = new ArrayList<>();
        if (appliedSlot > snapshotSlot) {
            log.read(appliedSlot, appliedSlot, 1).forEach(entry -> held.add(Vote.chosen(entry)));
        }
        held.addAll(votes);
        return new Recovered(
                lastLsn, promised, snapshotSlot, appliedSlot, appliedHash, held, faults, chosenMark, appliedEpoch);
    }
}
