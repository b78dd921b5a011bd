package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The decisions on which safety rests, free of state: the rest of the package carries them out. Open to be overridden by
 * tests, which break one at a time and expect the simulator to notice.
 */
public class PaxosRules {
    /** The rules as the papers have them. */
    public static final PaxosRules PAPER = new PaxosRules();

    /** For {@link #PAPER} and for subclasses that break a rule. */
    protected PaxosRules() {}

    /** P1a: a promise is given to any ballot that isn't below the newest promise. Paxos Made Simple, section 2.2. */
    public boolean mayPromise(Ballot ballot, Ballot promised) {
        return !ballot.isBelow(promised);
    }

    /** P1: a vote is cast unless a higher ballot was promised. Paxos Made Simple, section 2.2. */
    public boolean mayAccept(Ballot ballot, Ballot promised) {
        return !ballot.isBelow(promised);
    }

    /** A vote in a ballot is at the same time a promise to it. */
    public Ballot promiseAfterVote(Ballot ballot, Ballot promised) {
        return ballot.isBelow(promised) ? promised : ballot;
    }

    /** Whose votes count. */
    public boolean counts(int node, EpochConfig epoch) {
        return epoch.isVoter(node);
    }

    /**
     * Behind a seal nothing is proposed: it would be void.
     *
     * @param sealSlot of the seal that this leader proposed or found; 0 for none
     */
    public boolean mayPropose(long sealSlot) {
        return sealSlot == 0;
    }

    /** Phase 1 is complete with promises of q1 voters. Flexible Paxos, section 3. */
    public boolean isPhase1Quorum(Collection<Integer> nodes, EpochConfig epoch) {
        return nodes.stream().filter(epoch::isVoter).count() >= epoch.phase1Quorum();
    }

    /**
     * The end of the chosen prefix: the highest slot that q2 voters hold under the leader's ballot. Flexible Paxos,
     * section 3.
     *
     * @param acknowledged for each voter, the end of the prefix that it holds durably under the leader's ballot
     */
    public long chosenBy(List<Long> acknowledged, EpochConfig epoch) {
        if (acknowledged.size() < epoch.phase2Quorum()) {
            return 0;
        }
        return acknowledged.stream()
                .sorted(Comparator.reverseOrder())
                .skip(epoch.phase2Quorum() - 1L)
                .findFirst()
                .orElse(0L);
    }

    /**
     * That a ballot's leader says a slot is chosen makes a vote the chosen value only if the vote is of the same ballot: one
     * ballot proposes one value a slot, and an older vote may hold another.
     */
    public boolean mayMarkChosen(Vote vote, Ballot announcedUnder) {
        return vote.hasValue()
                && (vote.state() == Vote.State.CHOSEN || vote.ballot().equals(announcedUnder));
    }

    /**
     * P2c: the value to propose for a slot, from what a phase-1 quorum reports. Paxos Made Simple, section 2.2, made to hold
     * when disks lose votes: a damaged report never counts as "no vote".
     *
     * @param reports one for each voter that promised; empty where it states that it never voted
     */
    public Choice choose(List<Optional<Vote>> reports, EpochConfig epoch) {
        Optional<Vote> chosen = withValue(reports, Vote.State.CHOSEN);
        if (chosen.isPresent()) {
            return Choice.propose(chosen.get());
        }
        long intact = reports.stream()
                .filter(report -> report.map(Vote::isBallotIntact).orElse(true))
                .count();
        if (intact < epoch.phase1Quorum()) {
            return Choice.BLOCKED;
        }
        Ballot highest =
                highestBallot(reports.stream().flatMap(Optional::stream).toList());
        if (highest.equals(Ballot.NONE)) {
            return Choice.NOTHING;
        }
        Optional<Vote> vote = votesAt(reports, highest).filter(Vote::hasValue).findFirst();
        return vote.map(Choice::propose).orElseGet(() -> chooseWithoutDamaged(reports, highest, epoch));
    }

    /**
     * The value voted for under the highest ballot is nowhere to be had. If q1 reports are whole and all below that ballot,
     * it wasn't chosen: any phase-2 quorum for it would have met those voters.
     */
    private Choice chooseWithoutDamaged(List<Optional<Vote>> reports, Ballot damaged, EpochConfig epoch) {
        List<Optional<Vote>> whole = reports.stream()
                .filter(report -> report.map(
                                vote -> vote.hasValue() && vote.ballot().isBelow(damaged))
                        .orElse(true))
                .toList();
        if (whole.size() >= epoch.phase1Quorum()) {
            Choice choice = choose(whole, epoch);
            return new Choice(choice.kind(), choice.entry(), true);
        }
        return Choice.BLOCKED;
    }

    private static java.util.stream.Stream<Vote> votesAt(List<Optional<Vote>> reports, Ballot ballot) {
        return reports.stream()
                .flatMap(Optional::stream)
                .filter(vote -> vote.ballot().equals(ballot));
    }

    private static Optional<Vote> withValue(List<Optional<Vote>> reports, Vote.State state) {
        return reports.stream()
                .flatMap(Optional::stream)
                .filter(vote -> vote.state() == state && vote.hasValue())
                .findFirst();
    }

    /** The highest ballot among the votes, {@link Ballot#NONE} if there are none. */
    protected Ballot highestBallot(List<Vote> votes) {
        return votes.stream().map(Vote::ballot).max(Comparator.naturalOrder()).orElse(Ballot.NONE);
    }

    /**
     * What phase 1 says about a slot.
     *
     * @param kind what to do
     * @param entry the value, for {@link Kind#PROPOSE}
     * @param withoutDamaged whether a damaged vote was shown not to matter
     */
    public record Choice(Kind kind, Optional<Entry> entry, boolean withoutDamaged) {
        /** Ask on: proposing anything now might contradict what was chosen. */
        public static final Choice BLOCKED = new Choice(Kind.BLOCKED, Optional.empty(), false);
        /** Nobody in the quorum voted: any value is safe. */
        public static final Choice NOTHING = new Choice(Kind.NOTHING, Optional.empty(), false);

        /** What to do with a slot. */
        public enum Kind {
            /** Propose this value. */
            PROPOSE,
            /** Any value may be proposed. */
            NOTHING,
            /** Wait. */
            BLOCKED
        }

        /** Proposes the value of a vote. */
        public static Choice propose(Vote vote) {
            return new Choice(Kind.PROPOSE, Optional.ofNullable(vote.entry()), false);
        }
    }
}
