package io.metroon.consensus.epoch;

import io.metroon.consensus.Ballot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force from one sealed epoch to the next: immutable, with static membership. Quorum sizes follow
 * Flexible Paxos, section 3: any phase-1 quorum meets any phase-2 quorum, so {@code q1 + q2 > n}.
 *
 * @param epoch 1 or more
 * @param engine the protocol that runs in it
 * @param members sorted by node
 * @param phase1Quorum voters that must promise: q1
 * @param phase2Quorum voters that must accept: q2
 * @param firstLeader the voter that owns round 0 and needs no phase 1 for it; 0 for nobody, as in a cluster's first epoch
 * @param startsAfter slot of the entry that sealed the epoch before; 0 for a cluster's first epoch
 */
public record EpochConfig(
        long epoch,
        Engine engine,
        List<Member> members,
        int phase1Quorum,
        int phase2Quorum,
        int firstLeader,
        long startsAfter) {
    /** Which protocol agrees. */
    public enum Engine {
        /** Multi-Paxos. */
        PAXOS,
        /** Raft. */
        RAFT
    }

    /**
     * Checks the arithmetic of the quorums.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public EpochConfig {
        members = members.stream()
                .sorted((a, b) -> Integer.compare(a.node(), b.node()))
                .toList();
        long voters = members.stream().filter(Member::isVoter).count();
        if (members.stream().map(Member::node).distinct().count() != members.size()) {
            throw new IllegalArgumentException("two members have the same node number");
        }
        if (phase1Quorum < 1 || phase2Quorum < 1 || phase1Quorum > voters || phase2Quorum > voters) {
            throw new IllegalArgumentException("quorums " + phase1Quorum + " and " + phase2Quorum
                    + " must lie between 1 and the number of voters, " + voters);
        }
        if (phase1Quorum + phase2Quorum <= voters) {
            throw new IllegalArgumentException("quorums " + phase1Quorum + " and " + phase2Quorum
                    + " may miss each other among " + voters + " voters: their sum must exceed it");
        }
    }

    /** An epoch that nobody may lead without phase 1. */
    public EpochConfig(long epoch, Engine engine, List<Member> members, int phase1Quorum, int phase2Quorum) {
        this(epoch, engine, members, phase1Quorum, phase2Quorum, 0, 0);
    }

    /**
     * The usual quorums: majorities, but with an even number of voters from four on phase 2 takes one fewer than phase 1,
     * and with two voters both phases take both, so that each acknowledged write is on two disks.
     */
    public static EpochConfig ofMajorities(long epoch, Engine engine, List<Member> members) {
        int voters = (int) members.stream().filter(Member::isVoter).count();
        int phase1 = voters / 2 + 1;
        int phase2 = voters == 2 ? 2 : voters + 1 - phase1;
        return new EpochConfig(epoch, engine, members, phase1, phase2);
    }

    /** The same, led first by this voter. */
    public EpochConfig ledFirstBy(int node) {
        return new EpochConfig(epoch, engine, members, phase1Quorum, phase2Quorum, node, startsAfter);
    }

    /** The same, sealed off from the epoch before by the entry at this slot. */
    public EpochConfig startingAfter(long slot) {
        return new EpochConfig(epoch, engine, members, phase1Quorum, phase2Quorum, firstLeader, slot);
    }

    /** Round 0, which its first leader owns without asking; {@link Ballot#NONE} when it has none. */
    public Ballot firstBallot() {
        return firstLeader == 0 ? Ballot.NONE : new Ballot(0, firstLeader);
    }

    /** The voters, sorted by node. */
    public Stream<Member> voters() {
        return members.stream().filter(Member::isVoter);
    }

    /** How many vote: n. */
    public int voterCount() {
        int count = 0;
        for (Member member : members) {
            count += member.isVoter() ? 1 : 0;
        }
        return count;
    }

    /** A set of voters this large meets every phase-1 quorum: n - q1 + 1. It confirms a leader for reads. */
    public int blockSize() {
        return voterCount() - phase1Quorum + 1;
    }

    /** The member with this number. */
    public Optional<Member> member(int node) {
        return Optional.ofNullable(find(node));
    }

    /** Whether this data directory acts for this node in the epoch. */
    public boolean lists(int node, StoreId store) {
        Member member = find(node);
        return member != null && member.store().equals(store);
    }

    /** Whether this node may stand for leader in the epoch. */
    public boolean mayLead(int node) {
        Member member = find(node);
        return member != null && member.mayLead();
    }

    /** Whether this node votes in the epoch. */
    public boolean isVoter(int node) {
        Member member = find(node);
        return member != null && member.isVoter();
    }

    /** A loop, not a stream: each message asks who its sender is. */
    private @Nullable Member find(int node) {
        for (Member member : members) {
            if (member.node() == node) {
                return member;
            }
        }
        return null;
    }
}
