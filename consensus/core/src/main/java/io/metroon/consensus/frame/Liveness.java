package io.metroon.consensus.frame;

import io.metroon.consensus.TraceEvent;
import java.util.Set;
import java.util.TreeSet;

/**
 * A leader's doubts about itself: whom it hears, and whether its disk syncs. It is happy while it hears a phase-2 quorum and
 * its disk works; it leads no longer than an election timeout without being happy.
 */
final class Liveness {
    private final Context context;
    private final Iterable<PeerProgress> peers;
    private long happyAt;
    private long heartbeatDue;

    /** What a leader does now. */
    enum Verdict {
        /** Nothing yet. */
        WAIT,
        /** Send heartbeats. */
        HEARTBEAT,
        /** Heartbeats are due, but a leader whose disk hangs must not look alive: nothing it accepts would be durable. */
        BE_SILENT,
        /** Stop leading. */
        STEP_DOWN
    }

    Liveness(Context context, Iterable<PeerProgress> peers) {
        this.context = context;
        this.peers = peers;
        this.happyAt = context.now();
        this.heartbeatDue = context.now();
    }

    /** Whether a peer was heard of within an election timeout. */
    boolean isReachable(PeerProgress peer) {
        return context.now() - peer.heardAt < timeout();
    }

    /** This node, and all that have answered lately. */
    Set<Integer> live() {
        Set<Integer> live = new TreeSet<>();
        live.add(context.self());
        peers.forEach(peer -> {
            if (peer.answered && isReachable(peer)) {
                live.add(peer.node);
            }
        });
        return live;
    }

    boolean isHappy() {
        int heard = 1;
        for (PeerProgress peer : peers) {
            heard += peer.votes && isReachable(peer) ? 1 : 0;
        }
        return heard >= context.epoch().phase2Quorum() && context.syncPendingTicks() <= timeout() / 2;
    }

    /** Time passes. */
    Verdict tick(long lastSlot) {
        if (isHappy()) {
            happyAt = context.now();
        } else if (context.now() - happyAt >= timeout()) {
            context.trace(TraceEvent.QUORUM_LOST, lastSlot);
            return Verdict.STEP_DOWN;
        }
        if (context.syncPendingTicks() >= timeout()) {
            return Verdict.STEP_DOWN;
        }
        return context.now() >= heartbeatDue ? heartbeat(lastSlot) : Verdict.WAIT;
    }

    private Verdict heartbeat(long lastSlot) {
        heartbeatDue = context.now() + context.settings().heartbeatTicks();
        if (context.syncPendingTicks() > timeout() / 2) {
            context.trace(TraceEvent.DISK_STALLED, lastSlot);
            return Verdict.BE_SILENT;
        }
        return Verdict.HEARTBEAT;
    }

    private int timeout() {
        return context.settings().electionTimeoutTicks();
    }
}
