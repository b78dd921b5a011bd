package io.metroon.consensus.paxos;

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
 * Phase 2 of one ballot: proposes in consecutive slots, many in flight, until it steps down.
 *
 * <p>Invariants: one value a slot; every slot from {@code startSlot} on carries this ballot; a voter counts for a slot only
 * by what it acknowledged under this ballot, this node itself only by what its own disk has synced; the commit point that
 * it announces is the end of what was chosen before this ballot and under it. What a peer knows to be chosen under a higher
 * one may be another value than was proposed here.
 */
final class Leader implements Replication {
    private final Context context;
    private final PaxosRules rules;
    private final Acceptor acceptor;
    private final VoteTable votes;
    private final Learner learner;
    private final Ballot ballot;
    private final long startSlot;
    private final Leadership leadership;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private long chosenBefore;
    private long learnedAt;

    /** What one member was sent, and has received. */
    private static final class Peer {
        long next;
        long received;
        long receivedBefore = -1;

        Peer(long startSlot) {
            next = startSlot;
            received = startSlot - 1;
        }
    }

    Leader(
            Context context,
            PaxosRules rules,
            Acceptor acceptor,
            VoteTable votes,
            Learner learner,
            Phase1.Outcome outcome,
            Ballot ballot) {
        this.context = context;
        this.rules = rules;
        this.acceptor = acceptor;
        this.votes = votes;
        this.learner = learner;
        this.ballot = ballot;
        startSlot = outcome.startSlot();
        learnedAt = context.now();
        long before = startSlot - 1;
        leadership = new Leadership(context, learner, votes, ballot, this, before, before, before);
        context.peers().forEach(node -> peers.put(node, new Peer(startSlot)));
        outcome.values().forEach(this::proposeFound);
        if (leadership.mayPropose()) {
            leadership.proposeStart();
        }
        leadership.recoveredUpTo(leadership.lastSlot());
    }

    /** What is found behind a seal is void, should the seal be chosen; and if it isn't, the next leader finds it again. */
    private void proposeFound(Entry entry) {
        if (leadership.mayPropose()) {
            leadership.propose(entry);
            if (entry.kind() == EntryKind.SEAL) {
                leadership.foundSeal(entry.slot());
            }
        }
    }

    @Override
    public Leadership leadership() {
        return leadership;
    }

    @Override
    public long record(Entry entry) {
        return acceptor.vote(entry);
    }

    @Override
    public boolean mayPropose(long sealSlot) {
        return rules.mayPropose(sealSlot);
    }

    // ---- counting ----

    void onAccepted(int from, Message.Accepted accepted) {
        Peer peer = peers.get(from);
        if (peer == null || !accepted.ballot().equals(ballot)) {
            return;
        }
        peer.received = Math.max(peer.received, accepted.ackUpTo());
        leadership.acknowledged(from, accepted.ackUpTo());
        leadership.heard(from);
        leadership.echoed(from, accepted.readPosition());
        count();
        leadership.tellToTakeOver(from);
    }

    void onHeartbeatAck(int from, Message.HeartbeatAck ack) {
        Peer peer = peers.get(from);
        if (peer == null || !ack.ballot().equals(ballot)) {
            return;
        }
        boolean stuck = ack.receivedUpTo() == peer.receivedBefore && ack.receivedUpTo() < peer.next - 1;
        peer.receivedBefore = ack.receivedUpTo();
        peer.received = Math.max(peer.received, ack.receivedUpTo());
        if (stuck) {
            peer.next = ack.receivedUpTo() + 1;
            peer.receivedBefore = -1;
            context.trace(TraceEvent.RESENT, peer.next);
        }
        leadership.heard(from);
        leadership.echoed(from, ack.readPosition());
    }

    @Override
    public void count() {
        List<Long> acknowledged = leadership.acknowledgedBy(node -> rules.counts(node, context.epoch()));
        long chosen = Math.min(leadership.lastSlot(), rules.chosenBy(acknowledged, context.epoch()));
        if (chosen > leadership.chosenUpTo()) {
            leadership.chosen(chosen);
        }
    }

    @Override
    public void advance() {
        learner.chooseVotes(leadership.chosenUpTo(), vote -> rules.mayMarkChosen(vote, ballot));
    }

    /**
     * Whether the slots below its start could not be learned for two timeouts: whoever knew them to be chosen may be gone.
     * Another phase 1 finds out what the voters know now.
     */
    @Override
    public boolean isStranded() {
        if (learner.chosenUpTo() > chosenBefore || learner.chosenUpTo() >= startSlot - 1 || learner.isFetching()) {
            chosenBefore = learner.chosenUpTo();
            learnedAt = context.now();
        }
        return context.now() - learnedAt >= 2L * context.settings().electionTimeoutTicks();
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
        return peer(node).next <= leadership.lastSlot() && leadership.isReachable(node);
    }

    @Override
    public void sendEntries(int node) {
        Peer peer = peer(node);
        peer.next = Math.max(peer.next, votes.floor() + 1);
        while (hasNews(node)) {
            List<Entry> entries = takeFrom(peer);
            if (entries.isEmpty()) {
                return;
            }
            long commitUpTo = leadership.commitToTell(node);
            context.send(node, new Message.Accept(ballot, startSlot, entries, commitUpTo, leadership.readPosition()));
        }
    }

    /** The next entries for a peer, as many as fit into a message. */
    private List<Entry> takeFrom(Peer peer) {
        List<Entry> entries = new ArrayList<>();
        int bytes = 0;
        while (peer.next <= leadership.lastSlot() && bytes < context.settings().messageBytes()) {
            Entry entry = votes.entry(peer.next);
            if (entry == null) {
                break;
            }
            // A chosen value learned from a peer may carry an older ballot; under this one it is the same value.
            entries.add(entry.under(ballot));
            bytes += entry.weight();
            peer.next++;
        }
        return entries;
    }

    @Override
    public void sendHeartbeat(int node) {
        Map.Entry<Long, Hash128> hash = leadership.newestHash();
        context.send(
                node,
                new Message.Heartbeat(
                        ballot,
                        startSlot,
                        leadership.lastSlot(),
                        leadership.commitToTell(node),
                        leadership.readPosition(),
                        leadership.isHappy(),
                        hash.getKey(),
                        hash.getValue()));
    }

    @Override
    public void sendRegularHeartbeat(int node) {
        sendHeartbeat(node);
    }
}
