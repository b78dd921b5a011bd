package io.metroon.consensus.simulator.check;

import static io.metroon.consensus.simulator.check.Checker.require;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.simulator.check.NodeHistory.Mark;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a node's log must be under Raft. */
final class RaftLogRules {
    private final Ledger ledger;

    RaftLogRules(Ledger ledger) {
        this.ledger = ledger;
    }

    void checkEntry(NodeHistory history, long epoch, Entry entry) {
        Ballot promised = history.promisedIn(epoch);
        require(
                entry.ballot().round() <= promised.round(),
                Invariant.TERM_COVERS_LOG,
                history,
                () -> "appends " + entry + " in the term of " + promised);
        Mark before = history.votes.get(entry.slot());
        require(
                before == null || before.ballot().round() == entry.ballot().round(),
                Invariant.LOG_MATCHING,
                history,
                () -> "replaces " + before + " by " + entry + " without a truncation");
        if (epoch <= history.durableEpoch) {
            ledger.saw(epoch, entry);
            checkParent(history, epoch, entry);
        }
    }

    private void checkParent(NodeHistory history, long epoch, Entry entry) {
        EpochConfig config = ledger.config(epoch);
        Mark parent = parent(history, entry.slot() - 1);
        if (config != null && entry.slot() - 1 > config.startsAfter() && parent != null) {
            ledger.follows(epoch, entry, parent.ballot(), parent.hash());
        }
    }

    /** Where a node knows what is chosen, that is in its log, be it by a snapshot that took the place of another entry. */
    private @Nullable Mark parent(NodeHistory history, long slot) {
        Entry chosen = history.view != null && slot <= history.view.chosenUpTo() ? ledger.chosen(slot) : null;
        return chosen == null ? history.votes.get(slot) : new Mark(chosen.ballot(), chosen.hash());
    }

    void becameDurable(NodeHistory history, long epoch, Entry entry) {
        boolean inItsTerm =
                history.durablyPromisedIn(epoch).round() == entry.ballot().round();
        ledger.raftEntry(history.node, epoch, entry, inItsTerm);
    }

    static void checkTruncation(NodeHistory history, long slot) {
        require(
                history.view == null || slot >= history.view.chosenUpTo(),
                Invariant.TRUNCATES_ABOVE_COMMIT,
                history,
                () -> "drops everything above " + slot + ", and knows to be committed what "
                        + (history.view == null ? "" : history.view.chosenUpTo()) + " ends");
    }

    /** Above this slot, what was durable may be gone: a truncation was on its way to the disk. */
    static long truncatedTo(NodeHistory history) {
        return history.pending.stream()
                .map(NodeHistory.Pending::record)
                .filter(LogRecord.Truncated.class::isInstance)
                .mapToLong(record -> ((LogRecord.Truncated) record).slot())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** No restart brings back what was durably dropped. */
    static void checkNotResurrected(NodeHistory history, EpochConfig epoch, Recovered recovered) {
        for (Vote vote : recovered.votes()) {
            boolean plain = vote.state() == Vote.State.VALUE && vote.slot() > epoch.startsAfter();
            if (plain && epoch.epoch() == history.durableEpoch) {
                Mark mark = new Mark(vote.ballot(), vote.hash());
                boolean wasDropped =
                        history.dropped.getOrDefault(vote.slot(), Set.of()).contains(mark);
                require(
                        !wasDropped || isPending(history, vote.slot(), mark),
                        Invariant.LOG_MATCHING,
                        history,
                        () -> "brings back " + vote + ", which was dropped durably");
            }
        }
    }

    private static boolean isPending(NodeHistory history, long slot, Mark mark) {
        return history.pending.stream().anyMatch(pending -> {
            Entry entry = entryOf(pending.record());
            return entry != null && entry.slot() == slot && sameAs(mark, entry.ballot(), entry.hash());
        });
    }

    private static @Nullable Entry entryOf(LogRecord record) {
        if (record instanceof LogRecord.Accepted accepted) {
            return accepted.entry();
        }
        return record instanceof LogRecord.Chosen chosen ? chosen.entry() : null;
    }

    private static boolean sameAs(Mark mark, Ballot ballot, Hash128 hash) {
        return mark.ballot().equals(ballot) && mark.hash().equals(hash);
    }
}
