package io.metroon.consensus.raft;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The leader of one term: appends to its own log, replicates, commits, until it steps down.
 *
 * <p>Invariants: it never overwrites or drops an entry of its own log (Leader Append-Only, figure 3); its first entry is a
 * no-op of its own term; a voter counts for a slot only by what it acknowledged in this term, this node itself only by what
 * its own disk has synced; the commit point moves only by entries of its own term.
 */
final class Leader {
    private static final byte[] NOTHING = {};

    private final Context context;
    private final RaftRules rules;
    private final RaftLog log;
    private final Learner learner;
    private final Ballot ballot;
    private final long firstSlot;
    private final Reads reads;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final Deque<Proposal> queue = new ArrayDeque<>();
    private final Deque<OwnEntry> ownEntries = new ArrayDeque<>();
    private long ownAcknowledged;
    private long lastSlot;
    private long committed;
    private long queuedBytes;
    private long flightBytes;
    private long heartbeatDue;
    private long happyAt;
    private long strandedSince;
    private long sealSlot;
    private int transferTo;
    private long transferToken;

    private record OwnEntry(long lsn, long slot) {}

    Leader(Context context, RaftRules rules, RaftLog log, Learner learner, Ballot ballot) {
        this.context = context;
        this.rules = rules;
        this.log = log;
        this.learner = learner;
        this.ballot = ballot;
        this.reads = new Reads(context);
        this.happyAt = context.now();
        this.strandedSince = context.now();
        this.heartbeatDue = context.now();
        lastSlot = log.last().slot();
        committed = log.decidedUpTo();
        ownAcknowledged = committed;
        ownEntries.add(new OwnEntry(context.lastLsn(), lastSlot));
        inherit();
        context.peers().forEach(node -> peers.put(node, new Peer(lastSlot + 1, context.now())));
        // Even behind a seal, where it is void: nothing else could commit a seal of an older term.
        append(next(EntryKind.LEADER_START, NOTHING));
        firstSlot = lastSlot;
        onDurable(context.durableLsn());
    }

    /** What is in the log already is in flight; a seal among it ends the epoch, once an entry of this term commits it. */
    private void inherit() {
        for (long slot = committed + 1; slot <= lastSlot; slot++) {
            Entry entry = log.entry(slot);
            flightBytes += entry == null ? 0 : entry.weight();
            if (entry != null && entry.kind() == EntryKind.SEAL) {
                sealSlot = slot;
                context.trace(TraceEvent.SEAL_RECOVERED, slot);
            }
        }
    }

    private boolean mayPropose() {
        return rules.mayPropose(sealSlot);
    }

    Ballot ballot() {
        return ballot;
    }

    /** The first slot of its own term: reads wait until it is applied. */
    long firstSlot() {
        return firstSlot;
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
            append(next(EntryKind.COMMAND, proposal.payload()));
        }
    }

    private boolean windowHasRoom() {
        return lastSlot - committed < context.settings().windowSlots()
                && flightBytes < context.settings().windowBytes();
    }

    private Entry next(EntryKind kind, byte[] payload) {
        return Entry.of(lastSlot + 1, ballot, kind, context.wallClockMillis(), payload);
    }

    private void append(Entry entry) {
        lastSlot = entry.slot();
        flightBytes += entry.weight();
        ownEntries.add(new OwnEntry(log.propose(entry), entry.slot()));
    }

    private void refuse(int from, long ticket, Reason reason) {
        if (from == context.self()) {
            context.emit(new Effect.Refused(ticket, reason));
        } else {
            context.send(from, new Message.ForwardRefused(ticket, reason == Reason.OVERLOADED));
        }
    }

    // ---- counting ----

    /** The disk has synced: this node's own entries count now. */
    void onDurable(long lsn) {
        while (!ownEntries.isEmpty() && ownEntries.peekFirst().lsn() <= lsn) {
            ownAcknowledged = ownEntries.removeFirst().slot();
        }
        count();
    }

    void onReply(int from, Message.AppendReply reply) {
        Peer peer = peers.get(from);
        if (peer == null || reply.ballot().round() != ballot.round()) {
            return;
        }
        if (peer.heard(reply, log.floor(), context.now())) {
            context.trace(TraceEvent.RESENT, peer.next);
        }
        if (reply.readPosition() > peer.readPosition) {
            peer.readPosition = reply.readPosition();
            confirmReads();
        }
        count();
        if (from == transferTo) {
            tellToTakeOver();
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
        long held = Math.min(lastSlot, rules.heldBy(acknowledged, context.epoch()));
        Entry newest = held > committed ? log.entry(held) : null;
        if (newest != null && rules.mayCommit(newest.ballot(), ballot)) {
            commit(sealSlot == 0 ? held : Math.min(held, sealSlot));
        }
    }

    private void commit(long upTo) {
        if (committed < firstSlot - 1 && upTo > committed) {
            context.trace(TraceEvent.COMMITTED_INDIRECTLY, firstSlot - 1);
        }
        while (committed < upTo) {
            Entry entry = log.entry(++committed);
            flightBytes -= entry == null ? 0 : entry.weight();
        }
        learner.heardOf(context.self(), committed);
        advance();
        drainQueue();
    }

    /** Takes for chosen what the state machine had no room for before. */
    void advance() {
        learner.chooseVotes(committed, vote -> true);
    }

    private Peer peer(int node) {
        Peer peer = peers.get(node);
        if (peer == null) {
            throw new IllegalArgumentException("node " + node + " is no member");
        }
        return peer;
    }

    // ---- ending and handing over ----

    /** Proposes the end of the epoch; no command follows it. */
    void seal(EpochConfig next) {
        sealSlot = lastSlot + 1;
        context.trace(TraceEvent.SEAL_PROPOSED, sealSlot);
        append(next(EntryKind.SEAL, EpochConfigCodec.encode(next.startingAfter(sealSlot))));
    }

    boolean isSealing() {
        return sealSlot != 0;
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
        boolean settled = learner.applied() >= firstSlot && learner.chosenUpTo() >= firstSlot;
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

    /** Tells the chosen voter to take over, once it holds all that was proposed. Dissertation, section 3.10. */
    private void tellToTakeOver() {
        if (transferTo != 0 && peer(transferTo).acknowledged >= lastSlot) {
            context.send(transferTo, new Message.Transfer(ballot, transferToken, lastSlot));
        }
    }

    // ---- reading ----

    void onRead(int asker, long token) {
        reads.add(asker, token, rules.readableFrom(learner.knownChosenUpTo(), firstSlot));
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
        boolean newEntries = peers.values().stream().anyMatch(this::hasNews);
        if (reads.hasUnsent() && (newEntries || reads.mayStartRound())) {
            reads.startRound();
            confirmReads();
            peers.forEach((node, peer) -> {
                if (!hasNews(peer)) {
                    sendHeartbeat(node, peer);
                }
            });
        }
        peers.forEach(this::sendEntries);
        peers.forEach((node, peer) -> {
            if (peer.committedTold < committed && isReachable(peer)) {
                sendHeartbeat(node, peer);
            }
        });
    }

    private boolean hasNews(Peer peer) {
        return peer.next <= lastSlot && isReachable(peer) && peer.maySend();
    }

    /** A silent peer gets heartbeats only; it streams again from where it is once it answers. */
    private boolean isReachable(Peer peer) {
        return context.now() - peer.heardAt < context.settings().electionTimeoutTicks();
    }

    private void sendEntries(int node, Peer peer) {
        peer.next = Math.max(peer.next, log.floor() + 1);
        long from = peer.next;
        while (hasNews(peer) && from <= lastSlot) {
            List<Entry> entries = from(from);
            if (entries.isEmpty()) {
                return;
            }
            send(node, peer, from - 1, entries);
            from += entries.size();
            peer.sent(from - 1);
        }
    }

    private List<Entry> from(long slot) {
        List<Entry> entries = new ArrayList<>();
        int bytes = 0;
        for (long at = slot; at <= lastSlot && bytes < context.settings().messageBytes(); at++) {
            Entry entry = log.entry(at);
            if (entry == null) {
                break;
            }
            entries.add(entry);
            bytes += entry.weight();
        }
        return entries;
    }

    private void sendHeartbeat(int node, Peer peer) {
        send(node, peer, Math.max(peer.next - 1, log.floor()), List.of());
    }

    private void send(int node, Peer peer, long prevSlot, List<Entry> entries) {
        Map.Entry<Long, Hash128> hash = learner.newestHash();
        peer.committedTold = committed;
        context.send(
                node,
                new Message.AppendEntries(
                        ballot,
                        log.at(prevSlot),
                        entries,
                        committed,
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

    /** Whether what an earlier epoch decided could not be learned for two timeouts: another leader may have it. */
    boolean isStranded() {
        if (learner.chosenUpTo() >= context.epoch().startsAfter() || learner.isFetching()) {
            strandedSince = context.now();
        }
        return context.now() - strandedSince >= 2L * context.settings().electionTimeoutTicks();
    }

    private void heartbeat(long syncPendingTicks) {
        if (syncPendingTicks > context.settings().electionTimeoutTicks() / 2) {
            // A leader whose disk hangs must not look alive: nothing it appends would ever be durable here.
            context.trace(TraceEvent.DISK_STALLED, lastSlot);
            return;
        }
        if (reads.hasUnsent()) {
            reads.startRound();
            confirmReads();
        }
        peers.values().forEach(Peer::askAgain);
        peers.forEach(this::sendHeartbeat);
    }

    boolean isHappy() {
        long heard = context.voterPeers().stream()
                .filter(node -> isReachable(peer(node)))
                .count();
        boolean diskOk = context.syncPendingTicks() <= context.settings().electionTimeoutTicks() / 2;
        return heard + 1 >= context.epoch().phase2Quorum() && diskOk;
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
