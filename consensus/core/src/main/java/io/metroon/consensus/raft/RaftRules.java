package io.metroon.consensus.raft;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Position;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The decisions on which safety rests, free of state: the rest of the package carries them out. Open to be overridden by
 * tests, which break one at a time and expect the simulator to notice. Sections are those of the extended Raft paper.
 */
public class RaftRules {
    /** The rules as the paper has them. */
    public static final RaftRules PAPER = new RaftRules();

    /** For {@link #PAPER} and for subclasses that break a rule. */
    protected RaftRules() {}

    /** One vote a term, first come, first served; none in a term that is over. Section 5.2. */
    public boolean mayGrantVote(Ballot candidate, Ballot promised) {
        boolean free = promised.node() == 0 || promised.node() == candidate.node();
        return candidate.round() > promised.round() || (candidate.round() == promised.round() && free);
    }

    /**
     * The voter's own log must not be more up to date than the candidate's. Section 5.4.1. Where compaction has left no term
     * to compare, it is enough that the candidate knows everything to be chosen that the voter has.
     *
     * @param candidate where the candidate's log ends
     * @param chosenUpTo the candidate's chosen prefix
     * @param own where the voter's log ends
     */
    public boolean isUpToDate(Position candidate, long chosenUpTo, Position own) {
        if (!candidate.isKnown() || !own.isKnown()) {
            return chosenUpTo >= own.slot();
        }
        return candidate.term() > own.term() || (candidate.term() == own.term() && candidate.slot() >= own.slot());
    }

    /** A damaged log never counts as a shorter one: without knowing where its own log ends, a node has no say. */
    public boolean knowsItsEnd(boolean endDamaged) {
        return !endDamaged;
    }

    /** A leader never changes its log, so it must be able to read all of it. */
    public boolean mayStand(boolean damaged) {
        return !damaged;
    }

    /** From when on a vote may be sent, or counted, or a term be used: from when it is durable. Figure 2, persistent state. */
    public long voteGate(long promisedLsn) {
        return promisedLsn;
    }

    /** Whose word counts. */
    public boolean counts(int node, EpochConfig epoch) {
        return epoch.isVoter(node);
    }

    /**
     * Elected by q1 voters, and by a majority, so that a term has one leader even where quorums are flexible. Section 5.2.
     */
    public boolean isElected(Collection<Integer> nodes, EpochConfig epoch) {
        long votes = nodes.stream().filter(node -> counts(node, epoch)).count();
        return votes >= Math.max(epoch.phase1Quorum(), epoch.voterCount() / 2 + 1);
    }

    /** A leader is obeyed unless its term is over. Section 5.1. */
    public boolean mayObey(Ballot leader, Ballot promised) {
        return leader.round() >= promised.round();
    }

    /**
     * The consistency check: the follower's log has an entry of the same term in the slot before the new ones. Section 5.3.
     *
     * @param held what the follower has in that slot
     */
    public boolean matches(Vote held, Position prev) {
        return held.hasValue() && held.ballot().round() == prev.term();
    }

    /** An entry of another term in the same slot: it and all that follow it go. Section 5.3. */
    public boolean conflicts(Vote held, Entry entry) {
        return held.ballot().round() != entry.ballot().round();
    }

    /** Whether what is dropped from the log is noted on disk, so that no restart brings it back. */
    public boolean recordsTruncation() {
        return true;
    }

    /** The highest slot that q2 voters hold. Section 5.3, with the quorum of Flexible Paxos. */
    public long heldBy(List<Long> acknowledged, EpochConfig epoch) {
        if (acknowledged.size() < epoch.phase2Quorum()) {
            return 0;
        }
        return acknowledged.stream()
                .sorted(Comparator.reverseOrder())
                .skip(epoch.phase2Quorum() - 1L)
                .findFirst()
                .orElse(0L);
    }

    /** Only entries of the leader's own term are committed by counting; older ones with them. Section 5.4.2. */
    public boolean mayCommit(Ballot entry, Ballot leader) {
        return entry.round() == leader.round();
    }

    /** Of what the leader says is committed a follower believes what it has in common with the leader's log. Section 5.3. */
    public long committedHere(long commitUpTo, long matchedUpTo) {
        return Math.min(commitUpTo, matchedUpTo);
    }

    /** Behind a seal nothing is proposed: it would be void. */
    public boolean mayPropose(long sealSlot) {
        return sealSlot == 0;
    }
}
