package io.metroon.consensus.simulator.check;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.epoch.StoreId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the checker knows of one node: what it asked to be made durable, what became so, what it said. */
final class NodeHistory {
    /** A record on its way to the disk. */
    record Pending(long lsn, LogRecord record) {}

    /** The identity of a vote. */
    record Mark(Ballot ballot, Hash128 hash) {}

    /** A ballot of an epoch. */
    record Term(long epoch, Ballot ballot) {}

    final int node;
    final Deque<Pending> pending = new ArrayDeque<>();
    final Map<Long, Mark> votes = new HashMap<>();
    /** Slots of those that are a leader's start or a seal, which wait for no room in the window. */
    final NavigableSet<Long> unbounded = new TreeSet<>();
    /** The highest ballot of any vote or chosen value recorded for a slot, in all incarnations. */
    final Map<Long, Ballot> recorded = new HashMap<>();

    final Map<Long, Mark> durableVotes = new HashMap<>();
    /** Under Raft: what was durable and was durably dropped, for each slot. */
    final Map<Long, Set<Mark>> dropped = new HashMap<>();

    final Set<Long> identitiesOnly = new HashSet<>();
    final Map<Term, Long> acknowledged = new HashMap<>();
    final Map<Long, Ballot> promised = new HashMap<>();
    final Map<Long, Ballot> durablePromise = new HashMap<>();
    StoreId store;
    long epoch;
    long durableEpoch;
    long appendedLsn;
    long durableLsn;
    long lastVoteSlot;
    int incarnation;
    boolean damaged;

    @Nullable CoreView view;

    NodeHistory(int node, StoreId store) {
        this.node = node;
        this.store = store;
    }

    /** Its disk is empty, and it has a new name. */
    void forgetAll(StoreId newStore) {
        store = newStore;
        pending.clear();
        votes.clear();
        unbounded.clear();
        recorded.clear();
        durableVotes.clear();
        dropped.clear();
        identitiesOnly.clear();
        acknowledged.clear();
        promised.clear();
        durablePromise.clear();
        epoch = 0;
        durableEpoch = 0;
        appendedLsn = 0;
        durableLsn = 0;
        lastVoteSlot = 0;
        damaged = false;
        view = null;
    }

    Ballot promisedIn(long inEpoch) {
        return promised.getOrDefault(inEpoch, Ballot.NONE);
    }

    Ballot durablyPromisedIn(long inEpoch) {
        return durablePromise.getOrDefault(inEpoch, Ballot.NONE);
    }

    void appended(long lsn, LogRecord record) {
        pending.addLast(new Pending(lsn, record));
        appendedLsn = lsn;
        if (record instanceof LogRecord.Promised promise) {
            promised.put(promise.epoch(), promise.ballot());
        } else if (record instanceof LogRecord.Accepted accepted) {
            noteVote(accepted.entry());
        } else if (record instanceof LogRecord.Chosen chosen) {
            noteVote(chosen.entry());
        } else if (record instanceof LogRecord.Truncated truncated) {
            dropVotesAbove(truncated.slot());
        } else if (record instanceof LogRecord.EpochStarted started) {
            epoch = started.epoch();
            promised.put(epoch, started.config().firstBallot());
            dropVotesAbove(started.config().startsAfter());
        }
    }

    private void dropVotesAbove(long slot) {
        votes.keySet().removeIf(above -> above > slot);
        unbounded.tailSet(slot, false).clear();
    }

    /** A truncation became durable. */
    void truncatedDurably(long slot) {
        durableVotes.forEach((above, mark) -> {
            if (above > slot) {
                dropped.computeIfAbsent(above, key -> new HashSet<>()).add(mark);
            }
        });
        durableVotes.keySet().removeIf(above -> above > slot);
    }

    private void noteVote(Entry entry) {
        recorded.merge(entry.slot(), entry.ballot(), (one, other) -> one.isBelow(other) ? other : one);
        votes.put(entry.slot(), new Mark(entry.ballot(), entry.hash()));
        if (entry.kind() == EntryKind.LEADER_START || entry.kind() == EntryKind.SEAL) {
            unbounded.add(entry.slot());
        } else {
            unbounded.remove(entry.slot());
        }
        lastVoteSlot = Math.max(lastVoteSlot, entry.slot());
    }

    @Override
    public String toString() {
        return "node " + node;
    }
}
