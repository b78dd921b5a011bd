package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.frame.Context;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides when to stand for leader. A node asks around before it raises any ballot, and peers that heard a happy leader
 * lately say no: only a node that reaches a quorum, none of whom is content, disturbs the others. A leader is happy while
 * it hears a phase-2 quorum and its disk syncs; one that is not says so, and loses this protection.
 */
final class Election {
    private final Context context;
    private final PaxosRules rules;
    private long happyLeaderHeardAt = Long.MIN_VALUE / 2;
    private long promisedAt = Long.MIN_VALUE / 2;
    private long standAt;
    private long attempt;
    private final Set<Integer> inFavour = new TreeSet<>();
    private Ballot highestSeen = Ballot.NONE;

    Election(Context context, PaxosRules rules) {
        this.context = context;
        this.rules = rules;
        // Nobody can be leading yet when a whole cluster starts: stand early.
        standAt = context.now() + context.drawTicks(1, context.settings().electionTimeoutTicks() / 2);
    }

    /** The highest ballot heard of; the next attempt goes above it. */
    Ballot highestSeen() {
        return highestSeen;
    }

    void saw(Ballot ballot) {
        if (highestSeen.isBelow(ballot)) {
            highestSeen = ballot;
        }
    }

    void heardLeader(boolean happy) {
        if (happy) {
            happyLeaderHeardAt = context.now();
            postpone();
        }
    }

    /** Gives a candidate that was promised something time to lead. */
    void promised() {
        promisedAt = context.now();
        postpone();
    }

    /** The leader seems gone: stand soon, at a drawn moment, so that not all stand at once. */
    void suspectLeader() {
        happyLeaderHeardAt = Long.MIN_VALUE / 2;
        standAt = context.now()
                + context.drawTicks(1, Math.max(2, context.settings().electionTimeoutTicks() / 8));
    }

    /** Waits a full, drawn timeout. */
    void postpone() {
        int base = context.settings().electionTimeoutTicks();
        int priority =
                context.epoch().member(context.self()).map(Member::priority).orElse(0);
        standAt = context.now() + base + context.drawTicks(0, base * (100 - Math.min(priority, 100)) / 100);
    }

    /** Tries again before long: nobody seems to lead. */
    void retrySoon() {
        int base = context.settings().electionTimeoutTicks();
        standAt = context.now() + context.drawTicks(base / 8, base);
    }

    boolean isDue() {
        return context.now() >= standAt && context.epoch().mayLead(context.self());
    }

    /** Asks the voters, itself included. */
    void probe(long chosenUpTo) {
        attempt++;
        inFavour.clear();
        inFavour.add(context.self());
        standAt = context.now() + Math.max(2, context.settings().electionTimeoutTicks() / 4);
        context.trace(TraceEvent.PROBED, chosenUpTo);
        context.voterPeers().forEach(peer -> context.send(peer, new Message.Probe(attempt, chosenUpTo)));
    }

    void onProbeReply(int from, Message.ProbeReply reply) {
        saw(reply.promised());
        if (reply.attempt() == attempt && reply.ok()) {
            inFavour.add(from);
        }
    }

    boolean hasQuorum() {
        return rules.isPhase1Quorum(inFavour, context.epoch());
    }

    /** Whether this node would rather have another leader: it heard no happy one lately, and promised nothing just now. */
    boolean wouldPromise() {
        int base = context.settings().electionTimeoutTicks();
        return context.now() - happyLeaderHeardAt >= base && context.now() - promisedAt >= base / 8;
    }
}
