package io.metroon.consensus.raft;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.frame.Context;
import io.metroon.consensus.frame.Leadership;
import io.metroon.consensus.frame.Learner;
import io.metroon.consensus.frame.Replication;
import io.metroon.consensus.frame.VoteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The leader of one term: appends to its own log, replicates, commits, until it steps down.
 *
 * <p>Invariants: it never overwrites or drops an entry of its own log (Leader Append-Only, figure 3); its first entry is a
 * no-op of its own term; a voter counts for a slot only by what it acknowledged in this term, this node itself only by what
 * its own disk has synced; the commit point moves only by entries of its own term.
 */
final class Leader implements Replication {
    private final Context context;
    private final RaftRules rules;
    private final RaftLog log;
    private final Learner learner;
    private final Ballot ballot;
    private final long firstSlot;
    private final Leadership leadership;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private long strandedSince;

    Leader(Context context, RaftRules rules, RaftLog log, VoteTable votes, Learner learner, Ballot ballot) {
        this.context = context;
        this.rules = rules;
        this.log = log;
        this.learner = learner;
        this.ballot = ballot;
        strandedSince = context.now();
        long committed = log.decidedUpTo();
        long lastSlot = log.last().slot();
        leadership = new Leadership(context, learner, votes, ballot, this, committed, lastSlot, 0);
        findSeal(committed + 1, lastSlot);
        context.peers().forEach(node -> peers.put(node, new Peer(lastSlot + 1)));
        // Even behind a seal, where it is void: nothing else could commit a seal of an older term.
        leadership.proposeStart();
        firstSlot = leadership.lastSlot();
        leadership.recoveredUpTo(firstSlot);
        leadership.durable(context.durableLsn());
    }

    /** A seal that is in the log already ends the epoch, once an entry of this term commits it. */
    private void findSeal(long from, long to) {
        for (long slot = from; slot <= to; slot++) {
            Entry entry = log.entry(slot);
            if (entry != null && entry.kind() == EntryKind.SEAL) {
                leadership.foundSeal(slot);
            }
        }
    }

    @Override
    public Leadership leadership() {
        return leadership;
    }

    @Override
    public long record(Entry entry) {
        return log.propose(entry);
    }

    @Override
    public boolean mayPropose(long sealSlot) {
        return rules.mayPropose(sealSlot);
    }

    /** The first slot of its own term: reads wait until it is applied. */
    long firstSlot() {
        return firstSlot;
    }

    // ---- counting ----

    void onReply(int from, Message.AppendReply reply) {
        Peer peer = peers.get(from);
        if (peer == null || reply.ballot().round() != ballot.round()) {
            return;
        }
        leadership.heard(from);
        leadership.acknowledged(from, reply.ackUpTo());
        if (peer.heard(reply, log.floor())) {
            context.trace(TraceEvent.RESENT, peer.next);
        }
        leadership.echoed(from, reply.readPosition());
        count();
        leadership.tellToTakeOver(from);
    }

    @Override
    public void count() {
        List<Long> acknowledged = leadership.acknowledgedBy(node -> rules.counts(node, context.epoch()));
        long held = Math.min(leadership.lastSlot(), rules.heldBy(acknowledged, context.epoch()));
        Entry newest = held > leadership.chosenUpTo() ? log.entry(held) : null;
        if (newest != null && rules.mayCommit(newest.ballot(), ballot)) {
            commit(leadership.sealSlot() == 0 ? held : Math.min(held, leadership.sealSlot()));
        }
    }

    private void commit(long upTo) {
        if (leadership.chosenUpTo() < firstSlot - 1 && upTo > leadership.chosenUpTo()) {
            context.trace(TraceEvent.COMMITTED_INDIRECTLY, firstSlot - 1);
        }
        leadership.chosen(upTo);
    }

    @Override
    public void advance() {
        learner.chooseVotes(leadership.chosenUpTo(), vote -> true);
    }

    /** Whether what an earlier epoch decided could not be learned for two timeouts: another leader may have it. */
    @Override
    public boolean isStranded() {
        if (learner.chosenUpTo() >= context.epoch().startsAfter() || learner.isFetching()) {
            strandedSince = context.now();
        }
        return context.now() - strandedSince >= 2L * context.settings().electionTimeoutTicks();
    }

    // ---- sending ----

    private Peer peer(int node) {
        Peer peer = peers.get(node);
        if (peer == null) {
            throw new IllegalArgumentException("node " + node + " is no member");
        }
        return peer;
    }

    @Override
    public boolean hasNews(int node) {
        Peer peer = peer(node);
        return peer.next <= leadership.lastSlot() && leadership.isReachable(node) && peer.maySend();
    }

    @Override
    public void sendEntries(int node) {
        Peer peer = peer(node);
        peer.next = Math.max(peer.next, log.floor() + 1);
        long from = peer.next;
        while (hasNews(node) && from <= leadership.lastSlot()) {
            List<Entry> entries = from(from);
            if (entries.isEmpty()) {
                return;
            }
            send(node, from - 1, entries);
            from += entries.size();
            peer.sent(from - 1);
        }
    }

    private List<Entry> from(long slot) {
        List<Entry> entries = new ArrayList<>();
        int bytes = 0;
        long last = leadership.lastSlot();
        for (long at = slot; at <= last && bytes < context.settings().messageBytes(); at++) {
            Entry entry = log.entry(at);
            if (entry == null) {
                break;
            }
            entries.add(entry);
            bytes += entry.weight();
        }
        return entries;
    }

    @Override
    public void sendHeartbeat(int node) {
        send(node, Math.max(peer(node).next - 1, log.floor()), List.of());
    }

    @Override
    public void sendRegularHeartbeat(int node) {
        peer(node).askAgain();
        sendHeartbeat(node);
    }

    private void send(int node, long prevSlot, List<Entry> entries) {
        Map.Entry<Long, Hash128> hash = leadership.newestHash();
        context.send(
                node,
                new Message.AppendEntries(
                        ballot,
                        log.at(prevSlot),
                        entries,
                        leadership.commitToTell(node),
                        leadership.readPosition(),
                        leadership.isHappy(),
                        hash.getKey(),
                        hash.getValue()));
    }
}
