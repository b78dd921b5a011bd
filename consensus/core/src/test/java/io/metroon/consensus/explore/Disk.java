package io.metroon.consensus.explore;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a log gives back at a start, by the rules of the production log's recovery for a log of one epoch. */
final class Disk {
    private final int records;
    private final TreeMap<Long, Vote> votes = new TreeMap<>();
    private final boolean forgetsPromise;
    private Ballot promised = Ballot.NONE;

    Disk(List<LogRecord> log, boolean forgetsPromise) {
        records = log.size();
        this.forgetsPromise = forgetsPromise;
        log.forEach(this::read);
    }

    private void read(LogRecord record) {
        if (record instanceof LogRecord.Promised promise) {
            promised = promise.ballot();
        } else if (record instanceof LogRecord.Accepted accepted) {
            votes.put(accepted.entry().slot(), Vote.of(accepted.entry()));
        } else if (record instanceof LogRecord.Chosen chosen) {
            votes.put(chosen.entry().slot(), Vote.chosen(chosen.entry()));
        } else if (record instanceof LogRecord.Truncated truncated) {
            votes.tailMap(truncated.slot(), false).clear();
        }
    }

    Ballot promised() {
        return promised;
    }

    /** The newest record of each slot. */
    SortedMap<Long, Vote> votes() {
        return votes;
    }

    /** All of it, for comparison. */
    List<Object> contents() {
        return List.of(promised, votes);
    }

    /** As a crash leaves it, which may damage one vote. */
    Recovered recovered(Action crash) {
        long slot = crash.damagedSlot();
        Vote damaged = votes.get(slot);
        List<SlotRange> faults = List.of();
        if (damaged != null && crash.kind() == Action.Kind.CRASH_LOSING_A_VALUE) {
            votes.put(slot, Vote.idOnly(slot, damaged.ballot(), damaged.hash()));
        } else if (crash.kind() == Action.Kind.CRASH_LOSING_A_VOTE) {
            votes.remove(slot);
            faults = List.of(new SlotRange(slot, slot));
        }
        return new Recovered(
                records,
                forgetsPromise ? Ballot.NONE : promised,
                0,
                0,
                Hash128.ZERO,
                List.copyOf(votes.values()),
                faults,
                0,
                Optional.empty());
    }
}
