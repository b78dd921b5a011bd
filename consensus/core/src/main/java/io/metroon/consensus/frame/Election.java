package io.metroon.consensus.frame;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.Member;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides when to stand for leader. A node asks around before it raises any ballot, and peers that heard a happy leader
 * lately say no: only a node that reaches a quorum, none of whom is content, disturbs the others. A leader is happy while
 * it hears a phase-2 quorum and its disk syncs; one that is not says so, and loses this protection.
 */
public final class Election {
    private final Context context;
    private long happyLeaderHeardAt = Long.MIN_VALUE / 2;
    private long promisedAt = Long.MIN_VALUE / 2;
    private long standAt;
    private boolean heldBack;
    private long attempt;
    private final Set<Integer> inFavour = new TreeSet<>();
    private Ballot highestSeen = Ballot.NONE;

    /** Of a node that begins now. */
    public Election(Context context) {
        this.context = context;
        // Nobody can be leading yet when a whole cluster starts: stand early.
        standAt = context.now() + context.drawTicks(1, context.settings().electionTimeoutTicks() / 2);
    }

    /** The highest ballot heard of; the next attempt goes above it. */
    public Ballot highestSeen() {
        return highestSeen;
    }

    /** A ballot was heard of. */
    public void saw(Ballot ballot) {
        if (highestSeen.isBelow(ballot)) {
            highestSeen = ballot;
        }
    }

    /** A leader is there; a happy one postpones the next election. */
    public void heardLeader(boolean happy) {
        if (happy) {
            happyLeaderHeardAt = context.now();
            postpone();
        }
    }

    /** Gives a candidate that was promised something time to lead. */
    public void promised() {
        promisedAt = context.now();
        postpone();
    }

    /** The leader seems gone: stand soon, at a drawn moment, so that not all stand at once. */
    public void suspectLeader() {
        happyLeaderHeardAt = Long.MIN_VALUE / 2;
        standAt = context.now() + drawBrief();
    }

    /** Waits a full, drawn timeout. */
    public void postpone() {
        int base = context.settings().electionTimeoutTicks();
        int priority =
                context.epoch().member(context.self()).map(Member::priority).orElse(0);
        standAt = context.now() + base + context.drawTicks(0, base * (100 - Math.min(priority, 100)) / 100);
    }

    /** Tries again before long: nobody seems to lead. */
    public void retrySoon() {
        int base = context.settings().electionTimeoutTicks();
        standAt = context.now() + context.drawTicks(base / 8, base);
    }

    /** Whether it is time to stand. A pledge that held it back ends for many nodes at once: then it waits a little, drawn. */
    public boolean isDue() {
        if (context.pledge().isMute()) {
            heldBack = true;
            return false;
        }
        if (heldBack) {
            heldBack = false;
            standAt = Math.max(standAt, context.now() + drawBrief());
        }
        return context.now() >= standAt && context.epoch().mayLead(context.self());
    }

    private int drawBrief() {
        return context.drawTicks(1, Math.max(2, context.settings().electionTimeoutTicks() / 8));
    }

    /** Asks the voters, itself included; {@code last} is where its log ends, if that matters. */
    public void probe(long chosenUpTo, Position last) {
        attempt++;
        inFavour.clear();
        inFavour.add(context.self());
        standAt = context.now() + Math.max(2, context.settings().electionTimeoutTicks() / 4);
        context.trace(TraceEvent.PROBED, chosenUpTo);
        context.voterPeers().forEach(peer -> context.send(peer, new Message.Probe(attempt, chosenUpTo, last)));
    }

    /** Counts an answer. */
    public void onProbeReply(int from, Message.ProbeReply reply) {
        saw(reply.promised());
        if (reply.attempt() == attempt && reply.ok()) {
            inFavour.add(from);
        }
    }

    /** Who is in favour of the present attempt, this node included. */
    public Set<Integer> inFavour() {
        return inFavour;
    }

    /** Whether this node would rather have another leader: it heard no happy one lately, and promised nothing just now. */
    public boolean wouldPromise() {
        int base = context.settings().electionTimeoutTicks();
        return context.now() - happyLeaderHeardAt >= base && context.now() - promisedAt >= base / 8;
    }
}
