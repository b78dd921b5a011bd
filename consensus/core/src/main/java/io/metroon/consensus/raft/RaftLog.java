package io.metroon.consensus.raft;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.Vote;
import io.metroon.consensus.frame.Context;
import io.metroon.consensus.frame.Learner;
import io.metroon.consensus.frame.VoteTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The term, the vote in it, and the log.
 *
 * <p>Invariants: the term never decreases; it has at most one vote, which never changes; above the decided prefix the log has
 * no holes, but perhaps damaged slots; nothing decided is ever dropped; what is said to be in the log is durable before it
 * counts anywhere.
 */
final class RaftLog {
    private final Context context;
    private final RaftRules rules;
    private final VoteTable votes;
    private final Learner learner;
    private Ballot promised;
    private long promisedLsn;
    private boolean damaged = true;

    /** The last position whose term was seen, for when its entry is compacted away. */
    private Position remembered = Position.UNSAID;

    /** The leader whose entries are received, and the end of the prefix in common with its log. */
    private Ballot receiving = Ballot.NONE;

    private long matchedUpTo;
    private long matchedLsn;
    private long durableUpTo;

    RaftLog(Context context, RaftRules rules, VoteTable votes, Learner learner, Ballot promised) {
        this.context = context;
        this.rules = rules;
        this.votes = votes;
        this.learner = learner;
        this.promised = promised;
    }

    // ---- the term ----

    Ballot promised() {
        return promised;
    }

    /** From here on the term, and the vote in it, are durable. */
    long promisedLsn() {
        return promisedLsn;
    }

    /** Enters a term, or votes in it; the LSN from which that is durable. */
    long promise(Ballot ballot) {
        if (!ballot.equals(promised)) {
            promised = ballot;
            promisedLsn = context.append(new LogRecord.Promised(context.epoch().epoch(), ballot));
        }
        return promisedLsn;
    }

    /** Enters a newer term, without a vote. */
    void enterTerm(long term) {
        if (term > promised.round()) {
            promise(new Ballot(term, 0));
        }
    }

    // ---- where the log ends, and what is damaged ----

    long decidedUpTo() {
        return learner.decidedUpTo();
    }

    /** The last slot, damaged or not. */
    Position last() {
        long slot = Math.max(votes.lastSlot(0), decidedUpTo());
        remembered = at(slot);
        return remembered;
    }

    /** The term of an entry. */
    Position at(long slot) {
        Vote vote = votes.get(slot);
        if (slot <= context.epoch().startsAfter()) {
            return new Position(slot, Position.BEFORE);
        }
        if (vote != null && vote.isBallotIntact()) {
            return new Position(slot, vote.ballot().round());
        }
        return remembered.slot() == slot ? remembered : new Position(slot, Position.UNKNOWN);
    }

    /** Whether slots above the last one may have been lost. */
    boolean isEndDamaged() {
        long last = Math.max(votes.lastSlot(0), decidedUpTo());
        return votes.faultsAbove(decidedUpTo()).stream().anyMatch(range -> range.to() > last);
    }

    /** Whether an undecided slot is unreadable. */
    boolean isDamaged() {
        damaged = damaged && votes.firstDamagedAbove(decidedUpTo()).isPresent();
        return damaged;
    }

    private long wholeUpTo() {
        return isDamaged() ? votes.firstDamagedAbove(decidedUpTo()).orElseThrow() - 1 : Long.MAX_VALUE;
    }

    // ---- entries from a leader ----

    long matchedUpTo() {
        return matchedUpTo;
    }

    /** What of it is durable. */
    long durableUpTo() {
        return durableUpTo;
    }

    /** The LSN from which all that matches is durable. */
    long matchedLsn() {
        return matchedLsn;
    }

    void onDurable(long lsn) {
        if (lsn >= matchedLsn) {
            durableUpTo = matchedUpTo;
        }
    }

    /** Takes entries behind one that both logs have; empty when that is so, else the last slot that may be in common. */
    Optional<Long> append(Message.AppendEntries message) {
        begin(message.ballot());
        Position prev = message.prev();
        if (prev.slot() > decidedUpTo() && !has(prev)) {
            context.trace(TraceEvent.MISMATCHED, prev.slot());
            return Optional.of(mayMatchUpTo(prev));
        }
        long through = prev.slot();
        for (Entry entry : message.entries()) {
            if (entry.slot() > decidedUpTo() && !take(entry, message.entries())) {
                break;
            }
            checkDecided(entry);
            through = entry.slot();
        }
        matched(Math.max(through, decidedUpTo()));
        return Optional.empty();
    }

    private void begin(Ballot leader) {
        if (receiving.round() != leader.round()) {
            receiving = leader;
            matchedUpTo = decidedUpTo();
            durableUpTo = matchedUpTo;
            matchedLsn = context.durableLsn();
        }
    }

    private void matched(long upTo) {
        if (upTo > matchedUpTo) {
            matchedUpTo = upTo;
            matchedLsn = context.lastLsn();
            onDurable(context.durableLsn());
        }
    }

    private boolean has(Position prev) {
        Vote held = votes.get(prev.slot());
        return held != null && rules.matches(held, prev) && prev.slot() <= wholeUpTo();
    }

    /** Skips a whole term of entries that can't match, and everything behind a damaged slot. */
    private long mayMatchUpTo(Position prev) {
        long slot = Math.min(Math.min(prev.slot() - 1, wholeUpTo()), Math.max(votes.lastSlot(0), decidedUpTo()));
        long term = at(slot).term();
        while (slot > decidedUpTo() && term > prev.term() && prev.isKnown() && at(slot).term() == term) {
            slot--;
        }
        return Math.max(slot, decidedUpTo());
    }

    /** Puts an entry into the log unless it is there; false if a damaged slot before others can't be judged yet. */
    private boolean take(Entry entry, List<Entry> message) {
        Vote held = votes.get(entry.slot());
        if (held == null) {
            return fill(entry, message);
        }
        if (rules.conflicts(held, entry)) {
            truncate(entry.slot() - 1);
            write(entry);
        } else if (!held.hasValue()) {
            write(entry);
            context.trace(TraceEvent.VOTE_REPAIRED, entry.slot());
        }
        return true;
    }

    /**
     * An empty slot. If entries follow it here, it is damaged, and they follow an entry that may have been another: they stay
     * only if this message shows that the leader has them, too.
     */
    private boolean fill(Entry entry, List<Entry> message) {
        Vote next = votes.nextAbove(entry.slot());
        if (next != null) {
            Entry last = message.get(message.size() - 1);
            long index = next.slot() - message.get(0).slot();
            boolean shown = index < message.size();
            boolean same = shown && !rules.conflicts(next, message.get((int) index));
            if (!same && !shown && last.ballot().round() <= next.ballot().round()) {
                return false;
            }
            if (!same) {
                truncate(entry.slot() - 1);
            }
        }
        write(entry);
        return true;
    }

    private void write(Entry entry) {
        votes.put(Vote.of(entry));
        context.append(new LogRecord.Accepted(context.epoch().epoch(), entry));
    }

    /** Appends to a leader's own log; the LSN from which that is durable. */
    long propose(Entry entry) {
        write(entry);
        return context.lastLsn();
    }

    private void checkDecided(Entry entry) {
        Entry held = entry.slot() <= learner.chosenUpTo() ? votes.entry(entry.slot()) : null;
        if (held != null && !held.hash().equals(entry.hash())) {
            context.emit(new Effect.Fatal("a leader's log differs from what is committed at slot " + entry.slot() + ": "
                    + entry.hash() + " and " + held.hash()));
        }
    }

    /** Drops everything above a slot. */
    private void truncate(long slot) {
        if (slot < learner.chosenUpTo()) {
            context.emit(new Effect.Fatal("told to drop slot " + (slot + 1) + ", but everything up to "
                    + learner.chosenUpTo() + " is committed"));
            return;
        }
        context.trace(TraceEvent.TRUNCATED, slot);
        votes.truncateAbove(slot);
        if (rules.recordsTruncation()) {
            context.append(new LogRecord.Truncated(context.epoch().epoch(), slot));
        }
    }

    // ---- what others show to be chosen ----

    /** A chosen entry takes its slot. What follows another entry there is no part of any log that can win. */
    void learning(Entry entry) {
        if (entry.slot() <= context.epoch().startsAfter()) {
            return;
        }
        enterTerm(entry.ballot().round());
        Vote held = votes.get(entry.slot());
        Vote next = votes.nextAbove(entry.slot());
        boolean other = held != null && held.isBallotIntact() && rules.conflicts(held, entry);
        boolean older = next != null && next.ballot().round() < entry.ballot().round();
        if (other || older) {
            truncate(entry.slot() - 1);
        }
    }

    /**
     * A snapshot takes the place of everything up to its slot. If the entries here lead to another history, those above the
     * slot are dropped with them; otherwise they stay: they may be committed, and this node's word counted for them.
     */
    void installing(long slot, Hash128 runningHash) {
        Hash128 chain = learner.runningHash();
        for (long at = learner.chosenUpTo() + 1; at <= slot; at++) {
            Vote vote = votes.get(at);
            if (vote == null || !vote.isBallotIntact()) {
                return;
            }
            chain = chain.then(vote.hash());
        }
        if (slot > learner.chosenUpTo() && !chain.equals(runningHash) && votes.nextAbove(slot) != null) {
            context.trace(TraceEvent.SUFFIX_DROPPED, slot);
            truncate(slot);
        }
    }

    // ---- repair ----

    /** Asks peers for values whose identities are known and whose octets were lost. */
    void repair() {
        if (isDamaged()) {
            for (Vote vote : votes.damagedAbove(decidedUpTo(), 16)) {
                context.peers()
                        .forEach(peer ->
                                context.send(peer, new Message.ValueRequest(vote.slot(), vote.ballot(), vote.hash())));
            }
        }
    }

    void onValue(Entry entry) {
        Vote held = votes.get(entry.slot());
        boolean lost = held != null
                && held.state() == Vote.State.ID_ONLY
                && held.hash().equals(entry.hash())
                && entry.slot() > decidedUpTo();
        if (held != null && lost) {
            write(entry.under(held.ballot()));
            context.trace(TraceEvent.VOTE_REPAIRED, entry.slot());
        }
    }

    void onValueRequest(int from, Message.ValueRequest request) {
        Entry entry = votes.entry(request.slot());
        if (entry != null && entry.hash().equals(request.hash())) {
            context.send(from, new Message.ValueResponse(entry.under(request.ballot())));
        }
    }

    /** The value in a slot, if it is in memory. */
    @Nullable Entry entry(long slot) {
        return votes.entry(slot);
    }

    /** Slots up to here are not in memory. */
    long floor() {
        return votes.floor();
    }
}
