package io.metroon.consensus.simulator.check;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.consensus.simulator.check.NodeHistory.Mark;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Holds the invariants of a replicated log against everything that a cluster does, step by step. It believes no node: what
 * is chosen it computes from the records that became durable.
 *
 * <p>Each method throws {@link Violation} when an invariant breaks.
 */
public final class Checker {
    private final ConsensusSettings settings;
    private final Ledger ledger;
    private final MessageRules messageRules;
    private final RaftLogRules raftRules;
    private final Map<Integer, NodeHistory> nodes = new TreeMap<>();
    private final Executions executions = new Executions();
    private final Map<Long, Object> digests = new HashMap<>();
    private final Map<Long, Object> snapshots = new HashMap<>();

    /** For a cluster that has chosen nothing yet. */
    public Checker(EpochConfig config, ConsensusSettings settings) {
        this.settings = settings;
        this.ledger = new Ledger(config);
        this.messageRules = new MessageRules(ledger);
        this.raftRules = new RaftLogRules(ledger);
        for (Member member : config.members()) {
            nodes.put(member.node(), new NodeHistory(member.node(), member.store()));
        }
    }

    /** Which commands took effect where. */
    public Executions executions() {
        return executions;
    }

    /** What is chosen. */
    public Ledger ledger() {
        return ledger;
    }

    /** Part of this node's synced data was damaged: from now on it may report faults, though never an absence. */
    public void damaged(int node) {
        history(node).damaged = true;
    }

    /** Whether part of this node's data was damaged. */
    public boolean isDamaged(int node) {
        NodeHistory history = nodes.get(node);
        return history != null && history.damaged;
    }

    /** A node has an empty disk, formatted under this name; it may have had another before. */
    public void formatted(int node, StoreId store) {
        nodes.computeIfAbsent(node, number -> new NodeHistory(number, store)).forgetAll(store);
    }

    /** A node's process begins with what its disk gave back. */
    public void opened(int node, EpochConfig epoch, Recovered recovered) {
        NodeHistory history = history(node);
        RestartRules.check(history, epoch, recovered, ledger);
        RestartRules.adopt(history, epoch, recovered, ledger);
    }

    /** A core took a step. */
    public void stepped(int node, List<Effect> effects, CoreView view) {
        NodeHistory history = history(node);
        for (Effect effect : effects) {
            check(history, effect);
        }
        messageRules.checkPromise(history, effects);
        checkView(history, view);
        history.view = view;
    }

    private void check(NodeHistory history, Effect effect) {
        if (effect instanceof Effect.Append append) {
            checkAppend(history, append);
        } else if (effect instanceof Effect.Send send) {
            messageRules.checkClaims(history, send.epoch(), send.message());
        } else if (effect instanceof Effect.Commit commit) {
            commit.entries().forEach(entry -> requireChosen(history, entry));
        }
    }

    private void checkAppend(NodeHistory history, Effect.Append append) {
        long lsn = append.lastLsn() - append.records().size();
        require(
                lsn == history.appendedLsn,
                Invariant.LOG_CONTIGUOUS,
                history,
                () -> "appends " + append.lastLsn() + " after " + history.appendedLsn);
        for (LogRecord record : append.records()) {
            lsn++;
            checkRecord(history, record);
            history.appended(lsn, record);
        }
    }

    private void checkRecord(NodeHistory history, LogRecord record) {
        if (record instanceof LogRecord.Promised promised) {
            requireActing(history, promised.epoch());
            require(
                    !promised.ballot().isBelow(history.promisedIn(promised.epoch())),
                    Invariant.PROMISE_NEVER_DECREASES,
                    history,
                    () -> "promises " + promised.ballot() + " after " + history.promised);
        } else if (record instanceof LogRecord.Accepted accepted) {
            requireActing(history, accepted.epoch());
            if (ledger.isRaft(accepted.epoch())) {
                raftRules.checkEntry(history, accepted.epoch(), accepted.entry());
            } else {
                checkVote(history, accepted.epoch(), accepted.entry());
            }
        } else if (record instanceof LogRecord.Truncated truncated) {
            requireActing(history, truncated.epoch());
            RaftLogRules.checkTruncation(history, truncated.slot());
        } else if (record instanceof LogRecord.EpochStarted started) {
            checkEntered(history, started.config());
        } else if (record instanceof LogRecord.Chosen chosen) {
            requireChosen(history, chosen.entry());
        }
    }

    /** Who promises or votes is in that epoch, and listed there. */
    private void requireActing(NodeHistory history, long epoch) {
        EpochConfig config = ledger.config(epoch);
        require(
                config != null && epoch == history.epoch,
                Invariant.ACTS_AFTER_SEAL,
                history,
                () -> "acts in epoch " + epoch + ", and entered epoch " + history.epoch);
        require(
                config != null && config.lists(history.node, history.store),
                Invariant.ACTS_ONLY_IF_LISTED,
                history,
                () -> "acts as " + history.store + " in " + config);
    }

    private void checkEntered(NodeHistory history, EpochConfig entered) {
        require(
                entered.epoch() > history.epoch,
                Invariant.ACTS_AFTER_SEAL,
                history,
                () -> "enters epoch " + entered.epoch() + " after " + history.epoch);
        require(
                ledger.config(entered.epoch()) != null,
                Invariant.ACTS_AFTER_SEAL,
                history,
                () -> "enters epoch " + entered.epoch() + ", which has not begun");
        require(
                entered.equals(ledger.config(entered.epoch())),
                Invariant.ONE_CONFIG_PER_EPOCH,
                history,
                () -> "enters " + entered + ", not " + ledger.config(entered.epoch()));
    }

    private void checkVote(NodeHistory history, long epoch, Entry entry) {
        Mark before = history.votes.get(entry.slot());
        boolean again = before != null && before.equals(new Mark(entry.ballot(), entry.hash()));
        require(
                again || entry.ballot().equals(history.promisedIn(epoch)),
                Invariant.VOTE_NEVER_DECREASES,
                history,
                () -> "votes " + entry + " under the promise " + history.promised);
        require(
                before == null || !entry.ballot().isBelow(before.ballot()),
                Invariant.VOTE_NEVER_DECREASES,
                history,
                () -> "replaces its vote " + before + " by " + entry);
        if (epoch <= history.durableEpoch) {
            // Before that nobody hears of it, and after a crash the node may enter the epoch for the first time again.
            ledger.saw(epoch, entry);
        }
    }

    private void requireChosen(NodeHistory history, Entry entry) {
        Entry chosen = ledger.chosen(entry.slot());
        require(
                chosen != null,
                Invariant.MARKS_ONLY_CHOSEN,
                history,
                () -> "takes " + entry + " for chosen, and nothing is");
        if (chosen != null) {
            require(
                    chosen.hash().equals(entry.hash()),
                    Invariant.MARKS_ONLY_CHOSEN,
                    history,
                    () -> "takes " + entry + " for chosen where " + chosen + " is");
        }
    }

    private void checkView(NodeHistory history, CoreView view) {
        CoreView before = history.view;
        require(
                view.chosenUpTo() <= ledger.chosenUpTo(),
                Invariant.MARKS_ONLY_CHOSEN,
                history,
                () -> "believes all chosen up to " + view.chosenUpTo() + ", and it is up to " + ledger.chosenUpTo());
        require(
                view.applied() <= view.chosenUpTo(),
                Invariant.APPLIED_NEVER_RETREATS,
                history,
                () -> "applied " + view.applied() + " above chosen " + view.chosenUpTo());
        // Twice the window: a new leader may find one window of votes and open another behind it. Seals and starts wait
        // for
        // no room; where a small quorum elects and a larger one that decides is cut off, each leader leaves one.
        require(
                view.role() != CoreView.Role.LEADING
                        || view.lastSlot() - ledger.chosenUpTo()
                                <= 2L * settings.windowSlots()
                                        + history.unbounded
                                                .tailSet(ledger.chosenUpTo(), false)
                                                .size()
                                        + 4,
                Invariant.BOUNDS_HOLD,
                history,
                () -> "has slots up to " + view.lastSlot() + " in flight, and only up to " + ledger.chosenUpTo()
                        + " is chosen");
        if (before != null) {
            require(
                    view.epoch() >= before.epoch(),
                    Invariant.ACTS_AFTER_SEAL,
                    history,
                    () -> "went back from epoch " + before.epoch() + " to " + view.epoch());
            require(
                    view.epoch() != before.epoch() || !view.promised().isBelow(before.promised()),
                    Invariant.PROMISE_NEVER_DECREASES,
                    history,
                    () -> "promised " + view.promised() + " after " + before.promised());
            require(
                    view.applied() >= before.applied() && view.chosenUpTo() >= before.chosenUpTo(),
                    Invariant.APPLIED_NEVER_RETREATS,
                    history,
                    () -> "went back from " + before + " to " + view);
        }
    }

    /** A message was released to the network. */
    public void sent(int node, Effect.Send send) {
        messageRules.checkReleased(history(node), send.epoch(), send.message());
    }

    /** A node was told that its log is durable up to here. */
    public void durable(int node, long lsn) {
        NodeHistory history = history(node);
        require(
                lsn <= history.appendedLsn,
                Invariant.DURABLE_BEFORE_SENT,
                history,
                () -> "is durable up to " + lsn + ", beyond what it wrote");
        while (!history.pending.isEmpty() && history.pending.getFirst().lsn() <= lsn) {
            becameDurable(history, history.pending.removeFirst().record());
        }
        history.durableLsn = Math.max(history.durableLsn, lsn);
    }

    private void becameDurable(NodeHistory history, LogRecord record) {
        if (record instanceof LogRecord.Promised promised) {
            history.durablePromise.put(promised.epoch(), promised.ballot());
        } else if (record instanceof LogRecord.Accepted accepted) {
            Entry entry = accepted.entry();
            history.identitiesOnly.remove(entry.slot());
            Mark mark = new Mark(entry.ballot(), entry.hash());
            history.durableVotes.put(entry.slot(), mark);
            history.dropped.getOrDefault(entry.slot(), new HashSet<>()).remove(mark);
            if (ledger.isRaft(accepted.epoch())) {
                raftRules.becameDurable(history, accepted.epoch(), entry);
            } else {
                ledger.vote(history.node, accepted.epoch(), entry);
            }
        } else if (record instanceof LogRecord.Truncated truncated) {
            history.truncatedDurably(truncated.slot());
        } else if (record instanceof LogRecord.EpochStarted started) {
            history.durableEpoch = started.epoch();
            history.durablePromise.put(started.epoch(), started.config().firstBallot());
            history.durableVotes
                    .keySet()
                    .removeIf(slot -> slot > started.config().startsAfter());
        }
    }

    /** A state machine that stood at {@code before} applied a command; the digest is of the state after it. */
    public void applied(int node, long slot, long before, long stamp, byte[] command, Object digest) {
        NodeHistory history = history(node);
        Entry chosen = requireNext(history, slot, before, stamp);
        require(
                chosen.kind() == EntryKind.COMMAND && endsWith(chosen.payload(), command),
                Invariant.APPLIES_CHOSEN_IN_ORDER,
                history,
                () -> "applies at slot " + slot + " something else than " + chosen);
        requireSame(digests, slot, digest, history, "state");
        executions.executed(chosen, command);
    }

    private static boolean endsWith(byte[] payload, byte[] command) {
        int from = payload.length - command.length;
        return from >= 0 && Arrays.equals(payload, from, payload.length, command, 0, command.length);
    }

    /** A state machine that stood at {@code before} skipped a slot: no command is there, or the repetition of one. */
    public void skipped(int node, long slot, long before, long stamp, Object digest) {
        NodeHistory history = history(node);
        Entry chosen = requireNext(history, slot, before, stamp);
        requireSame(digests, slot, digest, history, "state");
        executions.skipped(chosen);
    }

    private Entry requireNext(NodeHistory history, long slot, long before, long stamp) {
        Entry chosen = ledger.chosen(slot);
        if (chosen == null || slot != before + 1 || chosen.stamp() != stamp) {
            throw new Violation(
                    Invariant.APPLIES_CHOSEN_IN_ORDER,
                    history + " applies slot " + slot + " after " + before + " where " + chosen + " is chosen");
        }
        return chosen;
    }

    /** A state machine's state was replaced by a snapshot. */
    public void loaded(int node, long slot, Object digest) {
        NodeHistory history = history(node);
        require(
                slot <= ledger.chosenUpTo(),
                Invariant.APPLIES_CHOSEN_IN_ORDER,
                history,
                () -> "loads a snapshot at " + slot + ", beyond what is chosen");
        if (slot > 0) {
            requireSame(digests, slot, digest, history, "loaded state");
        }
    }

    /** A state machine wrote a snapshot; the digest is of its octets. */
    public void wroteSnapshot(int node, long slot, Object digest) {
        requireSame(snapshots, slot, digest, history(node), "snapshot");
    }

    private static void requireSame(
            Map<Long, Object> known, long slot, Object digest, NodeHistory history, String what) {
        Object first = known.putIfAbsent(slot, digest);
        require(
                first == null || first.equals(digest),
                Invariant.REPLICAS_AGREE,
                history,
                () -> "has another " + what + " at slot " + slot + ": " + digest + " against " + first);
    }

    /** The digest of the state at a slot, if some replica was there. */
    public List<Object> digestsAt(long slot) {
        Object digest = digests.get(slot);
        return digest == null ? List.of() : List.of(digest);
    }

    private NodeHistory history(int node) {
        NodeHistory history = nodes.get(node);
        if (history == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return history;
    }

    static void require(boolean holds, Invariant invariant, NodeHistory history, Supplier<String> seen) {
        if (!holds) {
            throw new Violation(invariant, history + " " + seen.get());
        }
    }
}
