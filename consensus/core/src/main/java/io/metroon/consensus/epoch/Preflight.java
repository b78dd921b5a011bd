package io.metroon.consensus.epoch;

import io.metroon.consensus.epoch.AdminOutcome.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What must hold before a leader seals its epoch: whatever follows can go on at once. Each refusal says what was seen and
 * what to do.
 *
 * @param current the configuration in force
 * @param next the one asked for
 * @param progress of the members, as the leader sees it
 * @param lagSlots by how many slots a voter may lag: one window
 */
public record Preflight(EpochConfig current, EpochConfig next, Progress progress, int lagSlots) {
    /** Why the change is refused; empty when it may go ahead. */
    public Optional<AdminOutcome> refusal(Collection<EpochConfig.Engine> engines) {
        if (next.epoch() != current.epoch() + 1) {
            return refuse(
                    Verdict.EPOCH_CHANGED,
                    "epoch " + current.epoch() + " is in force, and the change was made for epoch " + (next.epoch() - 1)
                            + ": look at the members again");
        }
        if (!engines.contains(next.engine())) {
            return refuse(Verdict.ENGINE_UNKNOWN, "the engine " + next.engine() + " is not in this release");
        }
        if (isSame()) {
            return refuse(Verdict.NOTHING_CHANGES, "that is the configuration in force");
        }
        if (storesShared()) {
            return refuse(Verdict.INVALID, "two members would have the same data directory");
        }
        if (isRaftWithWitness()) {
            return refuse(
                    Verdict.INVALID,
                    "Raft has no witnesses: one with the longest log could neither lead nor vote for another; make them"
                            + " voters or learners");
        }
        return lagging().or(this::quorum).or(this::leader);
    }

    private static Optional<AdminOutcome> refuse(Verdict verdict, String detail) {
        return Optional.of(new AdminOutcome(verdict, detail));
    }

    private boolean isSame() {
        return next.members().equals(current.members())
                && next.engine() == current.engine()
                && next.phase1Quorum() == current.phase1Quorum()
                && next.phase2Quorum() == current.phase2Quorum();
    }

    private boolean isRaftWithWitness() {
        return next.engine() == EpochConfig.Engine.RAFT
                && next.members().stream().anyMatch(member -> member.role() == Member.Role.WITNESS);
    }

    private boolean storesShared() {
        return next.members().stream().map(Member::store).distinct().count()
                < next.members().size();
    }

    private Optional<AdminOutcome> lagging() {
        return next.voters()
                .filter(voter -> !votedBefore(voter) && !hasCaughtUp(voter))
                .findFirst()
                .flatMap(voter -> refuse(
                        Verdict.NOT_CAUGHT_UP,
                        "node " + voter.node() + " would vote but "
                                + (current.lists(voter.node(), voter.store())
                                        ? "holds the log up to slot "
                                                + progress.held().getOrDefault(voter.node(), 0L) + " of "
                                                + progress.lastSlot() + ": wait until it has caught up"
                                        : "has learned nothing yet: add it as a learner, or as joining, first")));
    }

    private boolean votedBefore(Member member) {
        return current.isVoter(member.node()) && current.lists(member.node(), member.store());
    }

    private boolean hasCaughtUp(Member member) {
        return current.lists(member.node(), member.store()) && progress.keepsUp(member.node(), lagSlots);
    }

    private Optional<AdminOutcome> quorum() {
        List<Integer> live =
                next.voters().filter(this::hasCaughtUp).map(Member::node).toList();
        int needed = Math.max(next.phase1Quorum(), next.phase2Quorum());
        if (live.size() >= needed) {
            return Optional.empty();
        }
        return refuse(
                Verdict.QUORUM_NOT_LIVE,
                "of the next epoch's " + next.voterCount() + " voters only " + live
                        + " are up to date and heard from, and " + needed
                        + " are needed: repair the others first, or leave them out");
    }

    private Optional<AdminOutcome> leader() {
        if (firstLeader(0) == 0) {
            return refuse(Verdict.NO_ELIGIBLE_LEADER, "no voter that may lead is up to date: repair one, or add one");
        }
        int mayBeLost = next.voterCount() - Math.max(next.phase1Quorum(), next.phase2Quorum());
        List<Integer> able =
                next.voters().filter(Member::mayLead).map(Member::node).toList();
        return able.size() > mayBeLost
                ? Optional.empty()
                : refuse(
                        Verdict.NO_ELIGIBLE_LEADER,
                        "of the voters only " + able + " may lead, and " + mayBeLost
                                + " may be lost: with them nobody could lead, though a quorum were left; have fewer"
                                + " witnesses");
    }

    /** Who leads the next epoch without asking: the present leader if it may, else the most willing; 0 for nobody. */
    public int firstLeader(int presentLeader) {
        return next.voters()
                .filter(voter -> voter.mayLead() && hasCaughtUp(voter))
                .max(Comparator.comparing((Member voter) -> voter.node() == presentLeader)
                        .thenComparing(Member::priority)
                        .thenComparing(Member::node))
                .map(Member::node)
                .orElse(0);
    }
}
