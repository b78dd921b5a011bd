package io.metroon.consensus.frame;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Progress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose values come from an elected leader: holds this node's role and whom it follows, asks around before it
 * stands, and hands to the leader what is the leader's. How one is elected, and which votes count, is for the engine.
 *
 * <p>Invariants: {@code leader} is present exactly when the role says so; {@code leaderNode} is 0 or the node of a ballot, or
 * term, that was promised here.
 *
 * @param <L> the engine's leader
 */
public abstract class ElectedEngine<L extends Replication> implements Engine {
    private static final int REPAIR_INTERVAL_TICKS = 20;

    /** Who this node is, and the way out. */
    protected final Context context;
    /** Votes in memory. */
    protected final VoteTable votes;
    /** What is chosen. */
    protected final Learner learner;
    /** When to stand. */
    protected final Election election;

    private Role role = Role.FOLLOWER;
    private @Nullable L leader;
    private int leaderNode;
    private Message.@Nullable Transfer obeyed;

    /** Of a node that follows nobody yet. */
    protected ElectedEngine(Context context, VoteTable votes, Learner learner, Origin origin) {
        this.context = context;
        this.votes = votes;
        this.learner = learner;
        election = new Election(context);
        election.saw(origin.promised());
    }

    /** Leads in the epoch's first ballot, if this node may; gives somebody else time for it, if it has just begun. */
    protected final void begin(Origin origin) {
        if (origin.mayLeadAtOnce()) {
            context.trace(TraceEvent.LED_AT_ONCE, context.epoch().startsAfter());
            leadAtOnce();
        } else if (origin.isNew()) {
            election.postpone();
        }
    }

    // ---- what an engine does its own way ----

    /** The highest ballot, or term, that this node is bound by. */
    protected abstract Ballot promised();

    /** The LSN of the record that says so. */
    @Override
    public abstract long promisedLsn();

    /** Leads in the epoch's first ballot, which needs no election. */
    protected abstract void leadAtOnce();

    /** Looks after damaged votes. */
    protected abstract void repair();

    /** Asks whether it might lead; {@link Role#PROBING} if it did ask. */
    protected abstract void probe();

    /** Stands, if those in favour suffice. */
    protected abstract void standIfWanted();

    /** Time passes for a candidate. */
    protected abstract void tickCandidate();

    /** Whether this node is fit to stand when it is told to. */
    protected abstract boolean mayStand();

    /** Stands, in a ballot of its own. */
    protected abstract void stand();

    /** Is a candidate no longer. */
    protected abstract void endCandidacy();

    // ---- time ----

    @Override
    public final void tick() {
        if (context.now() % REPAIR_INTERVAL_TICKS == 0) {
            repair();
        }
        switch (role) {
            case LEADING -> tickLeader();
            case PREPARING -> tickCandidate();
            case PROBING -> {
                if (election.isDue()) {
                    role = Role.FOLLOWER;
                    election.retrySoon();
                }
            }
            case FOLLOWER -> {
                if (election.isDue()) {
                    knowLeader(0);
                    probe();
                }
            }
        }
    }

    private void tickLeader() {
        L leading = leader;
        if (leading != null && !leading.leadership().tick()) {
            follow(0);
            election.postpone();
        } else if (leading != null && leading.isStranded()) {
            follow(0);
            election.retrySoon();
        }
    }

    @Override
    public final void peerDown(int node) {
        if (leader != null) {
            leader.leadership().peerDown(node);
        }
        if (node == leaderNode && role == Role.FOLLOWER) {
            knowLeader(0);
            election.suspectLeader();
        }
    }

    // ---- roles ----

    /** This node's mode. */
    protected final Role role() {
        return role;
    }

    /** The leader that this node is. */
    protected final @Nullable L leading() {
        return leader;
    }

    /** Has asked around. */
    protected final void beProbing() {
        role = Role.PROBING;
    }

    /** Is a candidate. */
    protected final void bePreparing() {
        role = Role.PREPARING;
    }

    /** Leads from now on. */
    protected final void lead(L begun, long fromSlot) {
        endCandidacy();
        role = Role.LEADING;
        leader = begun;
        knowLeader(context.self());
        context.trace(TraceEvent.LED, fromSlot);
        begun.leadership().tick();
    }

    /** Stops leading or standing, if it did, and follows; 0 follows nobody yet. */
    protected final void follow(int newLeader) {
        if (role == Role.LEADING || role == Role.PREPARING) {
            context.trace(TraceEvent.STEPPED_DOWN, learner.chosenUpTo());
        }
        role = Role.FOLLOWER;
        endCandidacy();
        L deposed = leader;
        leader = null;
        if (deposed != null) {
            deposed.leadership().stepDown();
        }
        knowLeader(newLeader);
    }

    /** Somebody else's message shows that this node's ballot, or term, is over. */
    protected final void giveWay() {
        follow(0);
        election.retrySoon();
    }

    /** A leader's message is obeyed. */
    protected final void obey(int from, boolean happy) {
        if (role != Role.FOLLOWER || leaderNode != from) {
            follow(from);
        }
        election.heardLeader(happy);
    }

    private void knowLeader(int node) {
        if (leaderNode != node) {
            leaderNode = node;
            context.emit(new Effect.LeaderChanged(promised(), node));
        }
    }

    // ---- messages that both engines treat alike ----

    /** Answers a probe: yes, unless a happy leader was heard of lately. */
    protected final void answerProbe(int from, Message.Probe probe, boolean wouldElect) {
        boolean leadsHappily = leader != null && leader.leadership().isHappy();
        boolean ok = !leadsHappily && election.wouldPromise() && wouldElect && !context.isMuteFor(from);
        context.send(from, new Message.ProbeReply(probe.attempt(), ok, promised(), learner.chosenUpTo()));
    }

    /** Counts an answer to a probe. */
    protected final void onProbeReply(int from, Message.ProbeReply reply) {
        learner.heardOf(from, reply.chosenUpTo());
        election.onProbeReply(from, reply);
        standIfWanted();
    }

    /** The leader wants this node to take over. */
    protected final void onTransfer(int from, Message.Transfer transfer) {
        boolean fromLeader =
                from == leaderNode && transfer.ballot().round() == promised().round();
        if (fromLeader
                && role == Role.FOLLOWER
                && context.epoch().mayLead(context.self())
                && !transfer.equals(obeyed)
                && !context.pledge().isMute()
                && mayStand()) {
            obeyed = transfer;
            context.trace(TraceEvent.TRANSFER_OBEYED, transfer.lastSlot());
            stand();
        }
    }

    // ---- what the host asks for ----

    @Override
    public final int leader() {
        return leaderNode;
    }

    @Override
    public final boolean leads() {
        return leader != null;
    }

    private Leadership leadership() {
        L leading = leader;
        if (leading == null) {
            throw new IllegalStateException("node " + context.self() + " does not lead");
        }
        return leading.leadership();
    }

    @Override
    public final void flush() {
        if (leader != null) {
            leader.leadership().flush();
        }
    }

    @Override
    public void durable(long lsn) {
        if (leader != null) {
            leader.leadership().durable(lsn);
        }
    }

    @Override
    public final void propose(int from, long ticket, byte[] payload) {
        leadership().propose(new Proposal(from, ticket, payload));
    }

    @Override
    public final void read(int asker, long token) {
        leadership().read(asker, token);
    }

    @Override
    public final Progress progress() {
        return leadership().progress();
    }

    @Override
    public final void seal(EpochConfig next) {
        leadership().seal(next);
    }

    @Override
    public final void transfer(int node, long token) {
        leadership().transfer(node, token);
    }

    @Override
    public final void abandonTransfer() {
        leadership().abandonTransfer();
    }

    @Override
    public final List<Proposal> end() {
        List<Proposal> left = leader == null ? List.of() : leader.leadership().end();
        knowLeader(0);
        return left;
    }

    @Override
    public final boolean follows(int from, Ballot ballot) {
        boolean bound = promised().round() == ballot.round() && ballot.node() == from;
        return bound && leaderNode == from && role == Role.FOLLOWER;
    }

    @Override
    public final void pulseAnswered(int from, Message.PulseAck ack) {
        if (leader != null) {
            leader.leadership().pulseAnswered(from, ack);
        }
    }

    @Override
    public final Standing view() {
        Leadership mine = leader == null ? null : leader.leadership();
        return new Standing(
                role,
                promised(),
                votes.lastSlot(learner.chosenUpTo()),
                mine != null && mine.canServe(),
                mine == null ? Map.of() : mine.acknowledged(),
                mine != null && mine.sealSlot() != 0);
    }
}
