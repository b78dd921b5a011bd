package io.metroon.consensus.frame;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfigCodec;
import io.metroon.consensus.epoch.Progress;
import io.metroon.consensus.frame.Engine.Proposal;
import io.metroon.consensus.frame.Liveness.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What a leader does alike under every engine, from its first entry until it steps down: admits proposals into a window,
 * confirms reads, seals and hands over, watches itself. How entries reach the others, and when they are chosen, is its
 * {@link Replication}.
 *
 * <p>Invariants: nothing is proposed behind a seal, nor while another is being told to take over; once the seal is chosen no
 * read is confirmed, before anybody hears that it is.
 */
public final class Leadership {
    private static final byte[] NOTHING = {};

    private final Context context;
    private final Learner learner;
    private final Ballot ballot;
    private final Replication replication;
    private final Window window;
    private final ProposalQueue queue;
    private final Reads reads;
    private final Handover handover;
    private final Liveness liveness;
    private final Pulses pulses;
    private final Map<Integer, PeerProgress> peers = new TreeMap<>();
    private long recoveredSlot = Long.MAX_VALUE;
    private long sealSlot;

    /**
     * In a ballot, or term, from now on.
     *
     * @param chosenUpTo all slots up to here are chosen
     * @param lastSlot where the log of this node ends; what is above {@code chosenUpTo} is in flight
     * @param acknowledged what every peer holds for certain
     */
    public Leadership(
            Context context,
            Learner learner,
            VoteTable votes,
            Ballot ballot,
            Replication replication,
            long chosenUpTo,
            long lastSlot,
            long acknowledged) {
        this.context = context;
        this.learner = learner;
        this.ballot = ballot;
        this.replication = replication;
        window = new Window(context.settings(), votes, chosenUpTo);
        if (lastSlot > chosenUpTo) {
            window.inherited(lastSlot, context.lastLsn());
        }
        queue = new ProposalQueue(context, learner);
        reads = new Reads(context);
        pulses = new Pulses(context, ballot, this::readableFrom);
        handover = new Handover(context);
        context.peers().forEach(node -> peers.put(node, newPeer(node, acknowledged)));
        liveness = new Liveness(context, peers.values());
    }

    private PeerProgress newPeer(int node, long acknowledged) {
        return new PeerProgress(node, context.epoch().isVoter(node), acknowledged, context.now());
    }

    /** The ballot, or term, that it leads in. */
    public Ballot ballot() {
        return ballot;
    }

    /** The last slot proposed. */
    public long lastSlot() {
        return window.lastSlot();
    }

    /** The end of the chosen prefix, as counted here. */
    public long chosenUpTo() {
        return window.chosenUpTo();
    }

    /** The newest position to be confirmed for reads. */
    public long readPosition() {
        return reads.position();
    }

    /** The newest hash to compare with others. */
    public Map.Entry<Long, Hash128> newestHash() {
        Map.Entry<Long, Hash128> hash = learner.newestHash();
        return hash == null ? Map.entry(0L, Hash128.ZERO) : hash;
    }

    // ---- proposing ----

    /** Proposes a command, now or when there is room. */
    void propose(Proposal proposal) {
        queue.offer(proposal, lastSlot());
        drainQueue();
    }

    private void drainQueue() {
        while (!queue.isEmpty() && window.hasRoom() && mayPropose() && !handover.isUnderWay()) {
            propose(EntryKind.COMMAND, queue.take().payload());
        }
    }

    /** Whether no seal forbids it. */
    public boolean mayPropose() {
        return replication.mayPropose(sealSlot);
    }

    private void propose(EntryKind kind, byte[] payload) {
        propose(Entry.of(lastSlot() + 1, ballot, kind, context.wallClockMillis(), payload));
    }

    /** Proposes an entry in the slot behind the last one. */
    public void propose(Entry entry) {
        window.proposed(entry, replication.record(entry));
    }

    /** Proposes the entry that says that this leader is there. */
    public void proposeStart() {
        propose(EntryKind.LEADER_START, NOTHING);
    }

    /** Everything that it found is in its log: reads wait until that is applied. */
    public void recoveredUpTo(long slot) {
        recoveredSlot = slot;
    }

    /** The slot that reads wait for, whatever else is chosen. */
    public long recoveredSlot() {
        return recoveredSlot;
    }

    // ---- counting ----

    /** This node's log is durable up to here. */
    public void durable(long lsn) {
        window.durable(lsn);
        replication.count();
    }

    /** A member was heard of. */
    public void heard(int node) {
        PeerProgress peer = peer(node);
        peer.heardAt = context.now();
        peer.answered = true;
    }

    /** A member holds everything up to a slot durably, as it was proposed here. */
    public void acknowledged(int node, long upTo) {
        PeerProgress peer = peer(node);
        peer.acknowledged = Math.max(peer.acknowledged, upTo);
    }

    /** A member has echoed a position under this ballot. */
    public void echoed(int node, long readPosition) {
        reads.echoed(node, readPosition);
    }

    /** What is durable at this node, and at each of the others that counts. */
    public List<Long> acknowledgedBy(IntPredicate counts) {
        List<Long> acknowledged = new ArrayList<>();
        acknowledged.add(window.ownAcknowledged());
        peers.forEach((node, peer) -> {
            if (counts.test(node)) {
                acknowledged.add(peer.acknowledged);
            }
        });
        return acknowledged;
    }

    /** What is durable at each member. */
    Map<Integer, Long> acknowledged() {
        Map<Integer, Long> acknowledged = new TreeMap<>();
        peers.forEach((node, peer) -> acknowledged.put(node, peer.acknowledged));
        acknowledged.put(context.self(), window.ownAcknowledged());
        return acknowledged;
    }

    /** A longer prefix is chosen. */
    public void chosen(long upTo) {
        window.chosen(upTo);
        if (isSealed()) {
            // Before anybody hears of it, even if the state machine has no room for the seal yet.
            stopReading();
        }
        learner.heardOf(context.self(), upTo);
        replication.advance();
        drainQueue();
    }

    private PeerProgress peer(int node) {
        PeerProgress peer = peers.get(node);
        if (peer == null) {
            throw new IllegalArgumentException("node " + node + " is no member");
        }
        return peer;
    }

    // ---- ending and handing over ----

    /**
     * A seal was in the log that it found: the epoch may be over, and a leader of the next one hold a lease by voters that
     * owe this one nothing.
     */
    public void foundSeal(long slot) {
        sealSlot = slot;
        pulses.forgoLease();
        context.trace(TraceEvent.SEAL_RECOVERED, slot);
    }

    /** The seal that it found or proposed; 0 for none. */
    public long sealSlot() {
        return sealSlot;
    }

    /** Proposes the end of the epoch; nothing follows it. */
    void seal(EpochConfig next) {
        sealSlot = lastSlot() + 1;
        context.trace(TraceEvent.SEAL_PROPOSED, sealSlot);
        propose(EntryKind.SEAL, EpochConfigCodec.encode(next.startingAfter(sealSlot)));
    }

    /** Whether the seal is chosen: others may write in the next epoch, so nobody here can confirm a read any more. */
    private boolean isSealed() {
        return sealSlot != 0 && chosenUpTo() >= sealSlot;
    }

    /**
     * The seal is chosen. Reads stop first: once others hear of it, they may write in the next epoch.
     *
     * @return proposals that were not made
     */
    List<Proposal> end() {
        stopReading();
        peers.keySet().forEach(replication::sendEntries);
        peers.keySet().forEach(replication::sendHeartbeat);
        return queue.waiting();
    }

    /** How far everybody is. */
    Progress progress() {
        boolean settled = learner.applied() >= recoveredSlot && learner.chosenUpTo() >= recoveredSlot;
        return new Progress(lastSlot(), acknowledged(), liveness.live(), settled);
    }

    /** Whether it can serve reads: all that it found is applied. */
    boolean canServe() {
        return learner.applied() >= recoveredSlot;
    }

    /** A peer seems gone: it doesn't count as live before it answers again. */
    void peerDown(int node) {
        PeerProgress peer = peers.get(node);
        if (peer != null) {
            peer.answered = false;
        }
    }

    void transfer(int node, long token) {
        handover.begin(node, token);
        // The lease goes first: whoever takes over is elected by voters that must owe this leader nothing.
        pulses.release(chosenUpTo());
        tellToTakeOver();
    }

    void abandonTransfer() {
        handover.abandon();
        pulses.resume();
        drainQueue();
    }

    /** A member holds more than before: it may be the one that waits to take over. */
    public void tellToTakeOver(int node) {
        if (handover.isTo(node)) {
            tellToTakeOver();
        }
    }

    private void tellToTakeOver() {
        if (handover.isUnderWay() && peer(handover.target()).acknowledged >= lastSlot()) {
            handover.tellToTakeOver(ballot, lastSlot());
        }
    }

    // ---- reading ----

    void read(int asker, long token) {
        reads.add(asker, token, readableFrom());
        if (isSealed()) {
            reads.failAll();
        }
    }

    private long readableFrom() {
        return context.readRules().readableFrom(learner.knownChosenUpTo(), recoveredSlot);
    }

    void pulseAnswered(int node, Message.PulseAck ack) {
        if (ack.ballot().equals(ballot) && peers.containsKey(node)) {
            pulses.answered(node, ack);
        }
    }

    private void stopReading() {
        pulses.stop();
        reads.failAll();
    }

    // ---- sending ----

    /** Sends what has gathered: new entries, a new read position, a new commit point. */
    void flush() {
        boolean newEntries = peers.keySet().stream().anyMatch(replication::hasNews);
        if (reads.hasUnsent() && (newEntries || reads.mayStartRound())) {
            reads.startRound();
            peers.keySet().stream().filter(node -> !replication.hasNews(node)).forEach(replication::sendHeartbeat);
        }
        peers.keySet().forEach(replication::sendEntries);
        peers.values().stream()
                .filter(peer -> peer.committedTold < chosenUpTo() && liveness.isReachable(peer))
                .forEach(peer -> replication.sendHeartbeat(peer.node));
    }

    /** A silent peer gets heartbeats only; it streams again from where it is once it answers. */
    public boolean isReachable(int node) {
        return liveness.isReachable(peer(node));
    }

    /** The commit point to tell a member now. */
    public long commitToTell(int node) {
        peer(node).committedTold = chosenUpTo();
        return chosenUpTo();
    }

    // ---- time ----

    /** Whether it hears a phase-2 quorum, and its disk works. */
    public boolean isHappy() {
        return liveness.isHappy();
    }

    /** Heartbeats, and the leader's own doubts; false when it must step down. */
    boolean tick() {
        pulses.tick();
        Verdict verdict = liveness.tick(lastSlot());
        if (verdict == Verdict.HEARTBEAT || verdict == Verdict.BE_SILENT) {
            tellToTakeOver();
        }
        if (verdict == Verdict.HEARTBEAT) {
            heartbeat();
        }
        return verdict != Verdict.STEP_DOWN;
    }

    private void heartbeat() {
        if (reads.hasUnsent()) {
            reads.startRound();
        }
        peers.keySet().forEach(replication::sendRegularHeartbeat);
        pulses.beat(chosenUpTo());
    }

    /** Gives up: waiting reads fail, queued proposals are refused. What is in flight may yet be chosen. */
    void stepDown() {
        stopReading();
        queue.refuseAll();
    }
}
