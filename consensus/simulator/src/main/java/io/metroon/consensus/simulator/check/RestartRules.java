package io.metroon.consensus.simulator.check;

import static io.metroon.consensus.simulator.check.Checker.require;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.simulator.check.NodeHistory.Mark;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node's memory must be after a restart: nothing durable is lost, nothing is invented. */
final class RestartRules {
    private RestartRules() {}

    static void check(NodeHistory history, EpochConfig epoch, Recovered recovered, Ledger ledger) {
        require(
                epoch.epoch() >= history.durableEpoch,
                Invariant.DURABLE_SURVIVES,
                history,
                () -> "restarts in epoch " + epoch.epoch() + " after " + history.durableEpoch);
        require(
                epoch.equals(ledger.config(epoch.epoch())),
                Invariant.ONE_CONFIG_PER_EPOCH,
                history,
                () -> "restarts in " + epoch + ", not " + ledger.config(epoch.epoch()));
        Ballot durablePromise = history.durablyPromisedIn(epoch.epoch());
        require(
                !promised(epoch, recovered).isBelow(durablePromise),
                Invariant.DURABLE_SURVIVES,
                history,
                () -> "restarts with the promise " + recovered.promised() + " after " + durablePromise);
        checkSnapshot(history, recovered, ledger);
        Map<Long, Vote> votes = new HashMap<>();
        recovered.votes().forEach(vote -> votes.put(vote.slot(), vote));
        long truncatedTo = RaftLogRules.truncatedTo(history);
        new TreeMap<>(history.durableVotes).forEach((slot, mark) -> {
            boolean isVoid = epoch.epoch() > history.durableEpoch && slot > epoch.startsAfter();
            if (slot > recovered.appliedSlot() && !isVoid && slot <= truncatedTo) {
                checkSurvived(history, recovered, slot, mark, votes.get(slot));
            }
        });
        recovered.votes().forEach(vote -> checkNotInvented(history, epoch, vote, ledger));
        if (epoch.engine() == EpochConfig.Engine.RAFT) {
            RaftLogRules.checkNotResurrected(history, epoch, recovered);
        }
    }

    private static Ballot promised(EpochConfig epoch, Recovered recovered) {
        return recovered.promised().isBelow(epoch.firstBallot()) ? epoch.firstBallot() : recovered.promised();
    }

    private static void checkSnapshot(NodeHistory history, Recovered recovered, Ledger ledger) {
        long slot = recovered.appliedSlot();
        require(
                slot <= ledger.chosenUpTo(),
                Invariant.MARKS_ONLY_CHOSEN,
                history,
                () -> "restarts with a state at " + slot + ", beyond what is chosen");
        Hash128 expected = ledger.runningHash(slot);
        require(
                expected.equals(recovered.appliedHash()),
                Invariant.REPLICAS_AGREE,
                history,
                () -> "restarts with a state at " + slot + " with hash " + recovered.appliedHash() + ", not "
                        + expected);
        require(
                recovered.chosenMark() <= ledger.chosenUpTo(),
                Invariant.MARKS_ONLY_CHOSEN,
                history,
                () -> "recovers the chosen mark " + recovered.chosenMark() + " beyond " + ledger.chosenUpTo());
    }

    private static void checkSurvived(
            NodeHistory history, Recovered recovered, long slot, Mark mark, @Nullable Vote vote) {
        boolean reportedDamaged = recovered.faults().stream().anyMatch(range -> range.contains(slot))
                || (vote != null && vote.state() == Vote.State.FAULT);
        boolean kept = vote != null && vote.isBallotIntact() && !vote.ballot().isBelow(mark.ballot());
        require(
                kept || (history.damaged && reportedDamaged) || (vote != null && vote.state() == Vote.State.CHOSEN),
                Invariant.DURABLE_SURVIVES,
                history,
                () -> "lost its durable vote " + mark + " at slot " + slot + "; it has " + vote);
        require(
                history.damaged || vote == null || vote.hasValue() || history.identitiesOnly.contains(slot),
                Invariant.DURABLE_SURVIVES,
                history,
                () -> "lost the value of its vote at slot " + slot + " on an intact disk");
    }

    private static void checkNotInvented(NodeHistory history, EpochConfig epoch, Vote vote, Ledger ledger) {
        if (vote.isBallotIntact() && vote.state() != Vote.State.CHOSEN) {
            Ballot known = history.recorded.getOrDefault(vote.slot(), Ballot.NONE);
            boolean plausible = !known.isBelow(vote.ballot());
            require(plausible, Invariant.DURABLE_SURVIVES, history, () -> "recovers a vote it never cast: " + vote);
        }
        if (vote.entry() != null && vote.slot() > epoch.startsAfter()) {
            ledger.saw(epoch.epoch(), vote.entry());
        }
    }

    /** What the disk gave back is what the node now remembers. */
    static void adopt(NodeHistory history, EpochConfig epoch, Recovered recovered, Ledger ledger) {
        history.incarnation++;
        history.pending.clear();
        history.view = null;
        history.appendedLsn = recovered.lastLsn();
        history.durableLsn = recovered.lastLsn();
        history.epoch = epoch.epoch();
        history.durableEpoch = epoch.epoch();
        history.promised.put(epoch.epoch(), promised(epoch, recovered));
        history.durablePromise.put(epoch.epoch(), promised(epoch, recovered));
        history.acknowledged.clear();
        history.votes.clear();
        history.durableVotes.clear();
        history.identitiesOnly.clear();
        for (Vote vote : recovered.votes()) {
            if (vote.isBallotIntact()) {
                Mark mark = new Mark(vote.ballot(), vote.hash());
                history.votes.put(vote.slot(), mark);
                history.lastVoteSlot = Math.max(history.lastVoteSlot, vote.slot());
                adoptVote(history, epoch, vote, mark, ledger);
            }
        }
    }

    /** Of a vote whose value is gone, the identity must survive from now on, and no more. */
    private static void adoptVote(NodeHistory history, EpochConfig epoch, Vote vote, Mark mark, Ledger ledger) {
        history.durableVotes.put(vote.slot(), mark);
        if (vote.entry() == null) {
            history.identitiesOnly.add(vote.slot());
        } else if (vote.state() == Vote.State.VALUE && vote.slot() > epoch.startsAfter()) {
            if (epoch.engine() == EpochConfig.Engine.RAFT) {
                new RaftLogRules(ledger).becameDurable(history, epoch.epoch(), vote.entry());
            } else {
                ledger.vote(history.node, epoch.epoch(), vote.entry());
            }
        }
    }
}
