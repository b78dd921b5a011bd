package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Effect.Refused.Reason;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfigCodec;
import io.metroon.consensus.epoch.Progress;
import io.metroon.consensus.frame.Context;
import io.metroon.consensus.frame.Engine.Proposal;
import io.metroon.consensus.frame.Learner;
import io.metroon.consensus.frame.Reads;
import io.metroon.consensus.frame.VoteTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Phase 2 of one ballot: proposes in consecutive slots, many in flight, until it steps down.
 *
 * <p>Invariants: one value a slot; every slot from {@code startSlot} on carries this ballot; a voter counts for a slot only
 * by what it acknowledged under this ballot, this node itself only by what its own disk has synced; the commit point that
 * it announces, {@code chosenSlot}, is the end of what was chosen before this ballot and under it. What a peer knows to be
 * chosen under a higher one may be another value than was proposed here.
 */
final class Leader {
    private static final byte[] NOTHING = {};

    private final Context context;
    private final PaxosRules rules;
    private final Acceptor acceptor;
    private final VoteTable votes;
    private final Learner learner;
    private final Ballot ballot;
    private final long startSlot;
    private final long recoveredSlot;
    private final Reads reads;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final Deque<Proposal> queue = new ArrayDeque<>();
    private final Deque<OwnVote> ownVotes = new ArrayDeque<>();
    private long ownAcknowledged;
    private long lastSlot;
    private long chosenSlot;
    private long queuedBytes;
    private long flightBytes;
    private long heartbeatDue;
    private long happyAt;
    private long chosenBefore;
    private long learnedAt;
    private long sealSlot;
    private int transferTo;
    private long transferToken;

    private record OwnVote(long lsn, long slot) {}

    /** How far one member is. */
    private static final class Peer {
        long next;
        long acknowledged;
        long received;
        long receivedBefore = -1;
        long readPosition;
        long committedTold;
        long heardAt;
        boolean answered;
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
        this.startSlot = outcome.startSlot();
        this.lastSlot = startSlot - 1;
        this.ownAcknowledged = lastSlot;
        this.chosenSlot = lastSlot;
        this.reads = new Reads(context);
        this.happyAt = context.now();
        this.learnedAt = context.now();
        this.heartbeatDue = context.now();
        context.peers().forEach(node -> peers.put(node, newPeer()));
        outcome.values().forEach(this::proposeFound);
        if (mayPropose()) {
            propose(next(EntryKind.LEADER_START, NOTHING));
        }
        this.recoveredSlot = lastSlot;
    }

    /** What is found behind a seal is void, should the seal be chosen; and if it isn't, the next leader finds it again. */
    private void proposeFound(Entry entry) {
        if (!mayPropose()) {
            return;
        }
        propose(entry);
        if (entry.kind() == EntryKind.SEAL) {
            sealSlot = entry.slot();
            context.trace(TraceEvent.SEAL_RECOVERED, sealSlot);
        }
    }

    private boolean mayPropose() {
        return rules.mayPropose(sealSlot);
    }

    private Peer newPeer() {
        Peer peer = new Peer();
        peer.next = startSlot;
        peer.acknowledged = startSlot - 1;
        peer.received = startSlot - 1;
        peer.heardAt = context.now();
        return peer;
    }

    Ballot ballot() {
        return ballot;
    }

    long lastSlot() {
        return lastSlot;
    }

    /** The slot behind which everything recovered lies: reads wait until it is applied. */
    long recoveredSlot() {
        return recoveredSlot;
    }

    Map<Integer, Long> acknowledged() {
        Map<Integer, Long> acknowledged = new TreeMap<>();
        peers.forEach((node, peer) -> acknowledged.put(node, peer.acknowledged));
        acknowledged.put(context.self(), ownAcknowledged);
        return acknowledged;
    }

    // ---- proposing ----

    void onPropose(int from, long ticket, byte[] payload) {
        ConsensusSettings settings = context.settings();
        boolean queueFull = !queue.isEmpty() && queuedBytes + payload.length > settings.queueBytes();
        if (queueFull || learner.chosenUpTo() - learner.applied() > settings.applyBacklogSlots()) {
            context.trace(TraceEvent.OVERLOADED, lastSlot);
            refuse(from, ticket, Reason.OVERLOADED);
            return;
        }
        queue.add(new Proposal(from, ticket, payload));
        queuedBytes += payload.length;
        drainQueue();
    }

    private void drainQueue() {
        while (!queue.isEmpty() && windowHasRoom() && mayPropose() && transferTo == 0) {
            Proposal proposal = queue.removeFirst();
            queuedBytes -= proposal.payload().length;
            propose(next(EntryKind.COMMAND, proposal.payload()));
        }
    }

    private boolean windowHasRoom() {
        return lastSlot - chosenSlot < context.settings().windowSlots()
                && flightBytes < context.settings().windowBytes();
    }

    private Entry next(EntryKind kind, byte[] payload) {
        return Entry.of(lastSlot + 1, ballot, kind, context.wallClockMillis(), payload);
    }

    private void propose(Entry entry) {
        lastSlot = entry.slot();
        flightBytes += entry.weight();
        ownVotes.add(new OwnVote(acceptor.vote(entry), entry.slot()));
    }

    private void refuse(int from, long ticket, Reason reason) {
        if (from == context.self()) {
            context.emit(new Effect.Refused(ticket, reason));
        } else {
            context.send(from, new Message.ForwardRefused(ticket, reason == Reason.OVERLOADED));
        }
    }

    // ---- counting ----

    /** The disk has synced: this node's own votes count now. */
    void onDurable(long lsn) {
        while (!ownVotes.isEmpty() && ownVotes.peekFirst().lsn() <= lsn) {
            ownAcknowledged = ownVotes.removeFirst().slot();
        }
        count();
    }

    void onAccepted(int from, Message.Accepted accepted) {
        Peer peer = peers.get(from);
        if (peer == null || !accepted.ballot().equals(ballot)) {
            return;
        }
        peer.acknowledged = Math.max(peer.acknowledged, accepted.ackUpTo());
        peer.received = Math.max(peer.received, accepted.ackUpTo());
        heard(peer, accepted.readPosition());
        count();
        if (from == transferTo) {
            tellToTakeOver();
        }
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
        heard(peer, ack.readPosition());
    }

    private void heard(Peer peer, long readPosition) {
        peer.heardAt = context.now();
        peer.answered = true;
        if (readPosition > peer.readPosition) {
            peer.readPosition = readPosition;
            confirmReads();
        }
    }

    private void count() {
        List<Long> acknowledged = new ArrayList<>();
        acknowledged.add(ownAcknowledged);
        peers.forEach((node, peer) -> {
            if (rules.counts(node, context.epoch())) {
                acknowledged.add(peer.acknowledged);
            }
        });
        long chosen = Math.min(lastSlot, rules.chosenBy(acknowledged, context.epoch()));
        if (chosen > chosenSlot) {
            while (chosenSlot < chosen) {
                Entry entry = votes.entry(++chosenSlot);
                flightBytes -= entry == null ? 0 : entry.weight();
            }
            if (isSealed()) {
                // Before anybody hears of it, even if the state machine has no room for the seal yet.
                reads.failAll();
            }
            learner.heardOf(context.self(), chosen);
            learner.chooseVotes(chosen, vote -> rules.mayMarkChosen(vote, ballot));
            drainQueue();
        }
    }

    /** Takes for chosen what the state machine had no room for before. */
    void advance() {
        learner.chooseVotes(chosenSlot, vote -> rules.mayMarkChosen(vote, ballot));
    }

    private Peer peer(int node) {
        Peer peer = peers.get(node);
        if (peer == null) {
            throw new IllegalArgumentException("node " + node + " is no member");
        }
        return peer;
    }

    // ---- ending and handing over ----

    /** Proposes the end of the epoch; nothing follows it. */
    void seal(EpochConfig next) {
        sealSlot = lastSlot + 1;
        context.trace(TraceEvent.SEAL_PROPOSED, sealSlot);
        propose(next(EntryKind.SEAL, EpochConfigCodec.encode(next.startingAfter(sealSlot))));
    }

    boolean isSealing() {
        return sealSlot != 0;
    }

    /** Whether the seal is chosen: others may write in the next epoch, so nobody here can confirm a read any more. */
    private boolean isSealed() {
        return sealSlot != 0 && chosenSlot >= sealSlot;
    }

    /**
     * The seal is chosen. Reads stop first: once others hear of it, they may write in the next epoch.
     *
     * @return proposals that were not made
     */
    List<Proposal> end() {
        reads.failAll();
        peers.forEach(this::sendEntries);
        peers.forEach(this::sendHeartbeat);
        return List.copyOf(queue);
    }

    /** How far everybody is. */
    Progress progress() {
        Set<Integer> live = new TreeSet<>();
        live.add(context.self());
        peers.forEach((node, peer) -> {
            if (peer.answered && isReachable(peer)) {
                live.add(node);
            }
        });
        boolean settled = learner.applied() >= recoveredSlot && learner.chosenUpTo() >= recoveredSlot;
        return new Progress(lastSlot, acknowledged(), live, settled);
    }

    /** A peer seems gone: it doesn't count as live before it answers again. */
    void peerDown(int node) {
        Peer peer = peers.get(node);
        if (peer != null) {
            peer.answered = false;
        }
    }

    void transfer(int node, long token) {
        transferTo = node;
        transferToken = token;
        tellToTakeOver();
    }

    void abandonTransfer() {
        transferTo = 0;
        drainQueue();
    }

    /** Tells the chosen voter to take over, once it holds all that was proposed. */
    private void tellToTakeOver() {
        if (transferTo != 0 && peer(transferTo).acknowledged >= lastSlot) {
            context.send(transferTo, new Message.Transfer(ballot, transferToken, lastSlot));
        }
    }

    // ---- reading ----

    void onRead(int asker, long token) {
        reads.add(asker, token, Math.max(learner.knownChosenUpTo(), recoveredSlot));
        if (isSealed()) {
            reads.failAll();
        }
    }

    private void confirmReads() {
        confirmIfEchoed(reads.position());
        context.voterPeers().forEach(node -> confirmIfEchoed(peer(node).readPosition));
    }

    private void confirmIfEchoed(long position) {
        long echoes = context.voterPeers().stream()
                .filter(node -> peer(node).readPosition >= position)
                .count();
        if (rules.confirmsRead(echoes + 1, context.epoch())) {
            reads.confirm(position);
        }
    }

    // ---- sending ----

    /** Sends what has gathered: new entries, a new read position, a new commit point. */
    void flush() {
        boolean newEntries = peers.values().stream().anyMatch(peer -> peer.next <= lastSlot && isReachable(peer));
        if (reads.hasUnsent() && (newEntries || reads.mayStartRound())) {
            reads.startRound();
            confirmReads();
            peers.forEach((node, peer) -> {
                if (peer.next > lastSlot || !isReachable(peer)) {
                    sendHeartbeat(node, peer);
                }
            });
        }
        peers.forEach(this::sendEntries);
        peers.forEach((node, peer) -> {
            if (peer.committedTold < chosenSlot && isReachable(peer)) {
                sendHeartbeat(node, peer);
            }
        });
    }

    /** A silent peer gets heartbeats only; it streams again from where it is once it answers. */
    private boolean isReachable(Peer peer) {
        return context.now() - peer.heardAt < context.settings().electionTimeoutTicks();
    }

    private void sendEntries(int node, Peer peer) {
        peer.next = Math.max(peer.next, votes.floor() + 1);
        while (peer.next <= lastSlot && isReachable(peer)) {
            List<Entry> entries = new ArrayList<>();
            int bytes = 0;
            while (peer.next <= lastSlot && bytes < context.settings().messageBytes()) {
                Entry entry = votes.entry(peer.next);
                if (entry == null) {
                    break;
                }
                // A chosen value learned from a peer may carry an older ballot; under this one it is the same value.
                entries.add(entry.under(ballot));
                bytes += entry.weight();
                peer.next++;
            }
            if (entries.isEmpty()) {
                return;
            }
            peer.committedTold = chosenSlot;
            context.send(node, new Message.Accept(ballot, startSlot, entries, peer.committedTold, reads.position()));
        }
    }

    private void sendHeartbeat(int node, Peer peer) {
        Map.Entry<Long, Hash128> hash = learner.newestHash();
        peer.committedTold = chosenSlot;
        context.send(
                node,
                new Message.Heartbeat(
                        ballot,
                        startSlot,
                        lastSlot,
                        peer.committedTold,
                        reads.position(),
                        isHappy(),
                        hash == null ? 0 : hash.getKey(),
                        hash == null ? Hash128.ZERO : hash.getValue()));
    }

    // ---- time ----

    /** Heartbeats, and the leader's own doubts; false when it must step down. */
    boolean tick() {
        int timeout = context.settings().electionTimeoutTicks();
        if (isHappy()) {
            happyAt = context.now();
        } else if (context.now() - happyAt >= timeout) {
            context.trace(TraceEvent.QUORUM_LOST, lastSlot);
            return false;
        }
        long pending = context.syncPendingTicks();
        if (pending >= timeout) {
            return false;
        }
        if (context.now() >= heartbeatDue) {
            tellToTakeOver();
            heartbeatDue = context.now() + context.settings().heartbeatTicks();
            heartbeat(pending);
        }
        return true;
    }

    /**
     * Whether the slots below its start could not be learned for two timeouts: whoever knew them to be chosen may be gone.
     * Another phase 1 finds out what the voters know now.
     */
    boolean isStranded() {
        if (learner.chosenUpTo() > chosenBefore || learner.chosenUpTo() >= startSlot - 1 || learner.isFetching()) {
            chosenBefore = learner.chosenUpTo();
            learnedAt = context.now();
        }
        return context.now() - learnedAt >= 2L * context.settings().electionTimeoutTicks();
    }

    private void heartbeat(long syncPendingTicks) {
        if (syncPendingTicks > context.settings().electionTimeoutTicks() / 2) {
            // A leader whose disk hangs must not look alive: nothing it accepts would ever be durable here.
            context.trace(TraceEvent.DISK_STALLED, lastSlot);
            return;
        }
        if (reads.hasUnsent()) {
            reads.startRound();
            confirmReads();
        }
        peers.forEach(this::sendHeartbeat);
    }

    private boolean isHappy() {
        long heard = context.voterPeers().stream()
                .filter(node -> isReachable(peer(node)))
                .count();
        boolean diskOk = context.syncPendingTicks() <= context.settings().electionTimeoutTicks() / 2;
        return heard + 1 >= context.epoch().phase2Quorum() && diskOk;
    }

    boolean protectsItself() {
        return isHappy();
    }

    /** Gives up: waiting reads fail, queued proposals are refused. What is in flight may yet be chosen. */
    void stepDown() {
        reads.failAll();
        while (!queue.isEmpty()) {
            Proposal proposal = queue.removeFirst();
            refuse(proposal.from(), proposal.ticket(), Reason.NO_LEADER);
        }
    }
}
