package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Progress;
import io.metroon.consensus.frame.Context;
import io.metroon.consensus.frame.Election;
import io.metroon.consensus.frame.Engine;
import io.metroon.consensus.frame.Learner;
import io.metroon.consensus.frame.VoteTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Multi-Paxos for one node in one epoch: routes each event to the part whose duty it is, and holds the only state that
 * concerns them all, which is this node's role.
 *
 * <p>Invariants: at most one of {@code phase1} and {@code leader} is present, as the role says; a node leads or stands only
 * in a ballot equal to its own promise; {@code leaderNode} is 0 or the node of a ballot that was promised here.
 */
public final class PaxosCore implements Engine, Message.PaxosHandler {
    private static final int REPAIR_INTERVAL_TICKS = 20;

    private final Context context;
    private final PaxosRules rules;
    private final VoteTable votes;
    private final Acceptor acceptor;
    private final Learner learner;
    private final Election election;
    private Role role = Role.FOLLOWER;
    private @Nullable Phase1 phase1;
    private @Nullable Leader leader;
    private int leaderNode;
    private long preparedAt;
    private Ballot announcedUnder = Ballot.NONE;
    private long announcedUpTo;
    private Message.@Nullable Transfer obeyed;

    private PaxosCore(Context context, VoteTable votes, Learner learner, PaxosRules rules, Origin origin) {
        this.context = context;
        this.votes = votes;
        this.learner = learner;
        this.rules = rules;
        acceptor = new Acceptor(context, votes, origin.promised());
        election = new Election(context);
        election.saw(origin.promised());
        if (origin.mayLeadAtOnce()) {
            context.trace(TraceEvent.LED_AT_ONCE, context.epoch().startsAfter());
            lead(
                    new Phase1.Outcome(context.epoch().startsAfter() + 1, List.of()),
                    context.epoch().firstBallot());
        } else if (origin.isNew()) {
            election.postpone();
        }
    }

    /** Makes engines that follow these rules. */
    public static Engine.Factory factory(PaxosRules rules) {
        return (context, votes, learner, origin) -> new PaxosCore(context, votes, learner, rules, origin);
    }

    // ---- time ----

    @Override
    public void tick() {
        if (context.now() % REPAIR_INTERVAL_TICKS == 0) {
            acceptor.repairVotes(learner.decidedUpTo());
        }
        switch (role) {
            case LEADING -> {
                if (leader != null && !leader.tick()) {
                    follow(0);
                    election.postpone();
                } else if (leader != null && leader.isStranded()) {
                    follow(0);
                    election.retrySoon();
                }
            }
            case PREPARING -> tickPreparing();
            case PROBING -> {
                if (election.isDue()) {
                    role = Role.FOLLOWER;
                    election.retrySoon();
                }
            }
            case FOLLOWER -> {
                if (election.isDue()) {
                    stand();
                }
            }
        }
    }

    private void tickPreparing() {
        if (context.now() - preparedAt >= context.settings().electionTimeoutTicks()) {
            follow(0);
            election.retrySoon();
        } else {
            tryToLead();
        }
    }

    @Override
    public void peerDown(int node) {
        if (leader != null) {
            leader.peerDown(node);
        }
        if (node == leaderNode && role == Role.FOLLOWER) {
            knowLeader(0);
            election.suspectLeader();
        }
    }

    // ---- standing and leading ----

    private void stand() {
        knowLeader(0);
        role = Role.PROBING;
        election.probe(learner.chosenUpTo(), Position.UNSAID);
        prepareIfWanted();
    }

    private void prepareIfWanted() {
        if (role == Role.PROBING && rules.isPhase1Quorum(election.inFavour(), context.epoch())) {
            prepare();
        }
    }

    private void prepare() {
        election.saw(acceptor.promised());
        Ballot ballot = election.highestSeen().next(context.self());
        election.saw(ballot);
        role = Role.PREPARING;
        preparedAt = context.now();
        phase1 = new Phase1(context, rules, ballot);
        context.trace(TraceEvent.PREPARED, learner.chosenUpTo() + 1);
        // A ballot is never used twice: nobody hears of it before this node's own promise of it is durable.
        long lsn = acceptor.promise(ballot);
        Message.Prepare prepare = new Message.Prepare(ballot, learner.decidedUpTo() + 1);
        context.voterPeers().forEach(peer -> context.sendAfter(lsn, peer, prepare));
        acceptor.onPrepare(context.self(), prepare, learner.decidedUpTo());
    }

    private void tryToLead() {
        Phase1 standing = phase1;
        if (standing == null) {
            return;
        }
        standing.decide().ifPresent(outcome -> lead(outcome, standing.ballot()));
    }

    private void lead(Phase1.Outcome outcome, Ballot ballot) {
        phase1 = null;
        role = Role.LEADING;
        learner.heardOf(context.self(), outcome.startSlot() - 1);
        Leader leading = new Leader(context, rules, acceptor, votes, learner, outcome, ballot);
        leader = leading;
        knowLeader(context.self());
        context.trace(TraceEvent.LED, outcome.startSlot());
        leading.tick();
    }

    /** Stops leading or standing, if it did, and follows; 0 follows nobody yet. */
    private void follow(int newLeader) {
        if (role == Role.LEADING || role == Role.PREPARING) {
            context.trace(TraceEvent.STEPPED_DOWN, learner.chosenUpTo());
        }
        role = Role.FOLLOWER;
        phase1 = null;
        Leader deposed = leader;
        leader = null;
        if (deposed != null) {
            deposed.stepDown();
        }
        knowLeader(newLeader);
    }

    private void knowLeader(int node) {
        if (leaderNode != node) {
            leaderNode = node;
            context.emit(new Effect.LeaderChanged(acceptor.promised(), node));
        }
    }

    // ---- what the host asks for ----

    @Override
    public void received(int from, Message message) {
        if (message instanceof Message.ForPaxos mine) {
            mine.dispatch(from, this);
        } else if (message instanceof Message.ForBoth common) {
            common.dispatch(from, this);
        }
    }

    @Override
    public void flush() {
        if (leader != null) {
            leader.flush();
        }
    }

    @Override
    public void durable(long lsn) {
        if (leader != null) {
            leader.onDurable(lsn);
        }
    }

    @Override
    public void advance() {
        learner.chooseVotes(announcedUpTo, vote -> rules.mayMarkChosen(vote, announcedUnder));
        if (leader != null) {
            leader.advance();
        }
    }

    @Override
    public int leader() {
        return leaderNode;
    }

    @Override
    public boolean leads() {
        return leader != null;
    }

    private Leader leading() {
        Leader leading = leader;
        if (leading == null) {
            throw new IllegalStateException("node " + context.self() + " does not lead");
        }
        return leading;
    }

    @Override
    public void propose(int from, long ticket, byte[] payload) {
        leading().onPropose(from, ticket, payload);
    }

    @Override
    public void read(int asker, long token) {
        leading().onRead(asker, token);
    }

    @Override
    public Progress progress() {
        return leading().progress();
    }

    @Override
    public void seal(EpochConfig next) {
        leading().seal(next);
    }

    @Override
    public void transfer(int node, long token) {
        leading().transfer(node, token);
    }

    @Override
    public void abandonTransfer() {
        leading().abandonTransfer();
    }

    @Override
    public List<Proposal> end() {
        List<Proposal> left = leader == null ? List.of() : leader.end();
        knowLeader(0);
        return left;
    }

    /** The leader of a ballot says that everything up to a slot is chosen. */
    private void committed(int from, Ballot ballot, long upTo) {
        learner.heardOf(from, upTo);
        announcedUpTo = ballot.equals(announcedUnder) ? Math.max(announcedUpTo, upTo) : upTo;
        announcedUnder = ballot;
        advance();
    }

    // ---- messages ----

    @Override
    public void on(int from, Message.Probe probe) {
        learner.heardOf(from, probe.chosenUpTo());
        boolean leadsHappily = leader != null && leader.protectsItself();
        boolean ok = !leadsHappily && election.wouldPromise();
        context.send(from, new Message.ProbeReply(probe.attempt(), ok, acceptor.promised(), learner.chosenUpTo()));
    }

    @Override
    public void on(int from, Message.ProbeReply reply) {
        learner.heardOf(from, reply.chosenUpTo());
        election.onProbeReply(from, reply);
        prepareIfWanted();
    }

    @Override
    public void on(int from, Message.Prepare prepare) {
        election.saw(prepare.ballot());
        if (!rules.mayPromise(prepare.ballot(), acceptor.promised())) {
            acceptor.reject(from, prepare.ballot());
            return;
        }
        if (!prepare.ballot().equals(acceptor.promised())) {
            follow(0);
        }
        acceptor.onPrepare(from, prepare, learner.decidedUpTo());
        election.promised();
    }

    @Override
    public void on(int from, Message.Promise promise) {
        learner.heardOf(from, promise.chosenUpTo());
        if (phase1 != null && promise.ballot().equals(phase1.ballot())) {
            phase1.onPromise(from, promise);
            tryToLead();
        }
    }

    @Override
    public void on(int from, Message.Reject reject) {
        election.saw(reject.promised());
        Ballot mine = leader != null ? leader.ballot() : phase1 != null ? phase1.ballot() : Ballot.NONE;
        if (reject.ballot().equals(mine) && mine.isBelow(reject.promised())) {
            follow(0);
            election.retrySoon();
        }
    }

    @Override
    public void on(int from, Message.Accept accept) {
        if (!obeys(from, accept.ballot(), true)) {
            return;
        }
        acceptor.onAccept(accept, learner.decidedUpTo());
        committed(from, accept.ballot(), accept.commitUpTo());
        acknowledge(from, accept.ballot(), accept.readPosition());
    }

    @Override
    public void on(int from, Message.Heartbeat heartbeat) {
        if (!obeys(from, heartbeat.ballot(), heartbeat.happy())) {
            return;
        }
        committed(from, heartbeat.ballot(), heartbeat.commitUpTo());
        acceptor.received(heartbeat.ballot(), heartbeat.startSlot(), learner.decidedUpTo());
        learner.compareHash(from, heartbeat.hashSlot(), heartbeat.runningHash());
        context.sendAfter(
                acceptor.promisedLsn(),
                from,
                new Message.HeartbeatAck(
                        heartbeat.ballot(), heartbeat.readPosition(), acceptor.receivedUpTo(), learner.applied()));
        if (heartbeat.commitUpTo() < acceptor.receivedUpTo()) {
            // An acknowledgement may have been lost: say it again.
            acknowledge(from, heartbeat.ballot(), heartbeat.readPosition());
        }
    }

    /** Whether a leader's message is to be obeyed; one of a lower ballot is refused, one of a higher is followed. */
    private boolean obeys(int from, Ballot ballot, boolean happy) {
        election.saw(ballot);
        if (!rules.mayAccept(ballot, acceptor.promised())) {
            acceptor.reject(from, ballot);
            return false;
        }
        acceptor.promise(rules.promiseAfterVote(ballot, acceptor.promised()));
        if (role != Role.FOLLOWER || leaderNode != from) {
            follow(from);
        }
        election.heardLeader(happy);
        return true;
    }

    private void acknowledge(int to, Ballot ballot, long readPosition) {
        context.sendAfter(
                context.lastLsn(),
                to,
                new Message.Accepted(ballot, acceptor.receivedUpTo(), readPosition, learner.applied()));
    }

    @Override
    public void on(int from, Message.Accepted accepted) {
        if (leader != null) {
            leader.onAccepted(from, accepted);
        }
    }

    @Override
    public void on(int from, Message.HeartbeatAck ack) {
        if (leader != null) {
            leader.onHeartbeatAck(from, ack);
        }
    }

    @Override
    public void on(int from, Message.ValueRequest request) {
        acceptor.onValueRequest(from, request);
    }

    @Override
    public void on(int from, Message.ValueResponse response) {
        acceptor.onValue(response.entry());
        if (phase1 != null) {
            phase1.supply(response.entry());
            tryToLead();
        }
    }

    @Override
    public void on(int from, Message.Transfer transfer) {
        boolean fromLeader = from == leaderNode && transfer.ballot().equals(acceptor.promised());
        if (fromLeader
                && role == Role.FOLLOWER
                && context.epoch().mayLead(context.self())
                && !transfer.equals(obeyed)) {
            obeyed = transfer;
            context.trace(TraceEvent.TRANSFER_OBEYED, transfer.lastSlot());
            prepare();
        }
    }

    @Override
    public void learning(Entry entry) {
        // One value a slot and ballot: what is chosen only replaces what was voted for in its own slot.
    }

    @Override
    public void installing(long slot, Hash128 runningHash) {
        // Votes above a snapshot stay: a later leader may need them.
    }

    @Override
    public Standing view() {
        boolean serves = leader != null && learner.applied() >= leader.recoveredSlot();
        return new Standing(
                role,
                acceptor.promised(),
                votes.lastSlot(learner.chosenUpTo()),
                serves,
                leader == null ? Map.of() : leader.acknowledged(),
                leader != null && leader.isSealing());
    }
}
