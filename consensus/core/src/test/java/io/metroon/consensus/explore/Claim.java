package io.metroon.consensus.explore;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Vote;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What counts towards a choice: in Multi-Paxos a vote; in Raft an entry that was written in the term in which it was created,
 * with all that the log held before it.
 *
 * @param slot the slot
 * @param ballot of the vote; in Raft only its round says something
 * @param values consecutive, the last in {@code slot}
 */
record Claim(long slot, Ballot ballot, List<Hash128> values) {
    private static final Hash128 NOTHING = Hash128.ZERO;

    /** All that a log says, and ever said. */
    static Set<Claim> of(List<LogRecord> log, boolean raft) {
        Set<Claim> claims = new LinkedHashSet<>();
        Ballot promised = Ballot.NONE;
        for (int i = 0; i < log.size(); i++) {
            LogRecord record = log.get(i);
            if (record instanceof LogRecord.Promised promise) {
                promised = promise.ballot();
            } else if (record instanceof LogRecord.Accepted accepted) {
                Ballot ballot = accepted.entry().ballot();
                long slot = accepted.entry().slot();
                if (!raft) {
                    claims.add(new Claim(slot, ballot, List.of(accepted.entry().hash())));
                } else if (ballot.round() == promised.round()) {
                    SortedMap<Long, Vote> votes = new Disk(log.subList(0, i + 1), false).votes();
                    claims.add(new Claim(slot, new Ballot(ballot.round(), 0), prefix(votes, slot)));
                }
            }
        }
        return claims;
    }

    /** What a log holds up to a slot. */
    static List<Hash128> prefix(SortedMap<Long, Vote> votes, long slot) {
        List<Hash128> values = new ArrayList<>();
        for (long at = 1; at <= slot; at++) {
            Vote vote = votes.get(at);
            values.add(vote == null ? NOTHING : vote.hash());
        }
        return List.copyOf(values);
    }

    private long from() {
        return slot - values.size() + 1;
    }

    /** What it says about a slot, or {@code otherwise} if it says nothing. */
    Hash128 at(long where, Hash128 otherwise) {
        return where < from() || where > slot ? otherwise : values.get((int) (where - from()));
    }

    /** Whether both can't be chosen. */
    boolean contradicts(Claim other) {
        for (long at = Math.max(from(), other.from()); at <= Math.min(slot, other.slot); at++) {
            if (!at(at, NOTHING).equals(other.at(at, NOTHING))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "slot " + slot + " in ballot " + ballot + ": " + values.get(values.size() - 1);
    }
}
