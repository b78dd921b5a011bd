package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Effect.Refused.Reason;
import io.metroon.consensus.EffectSink;
import io.metroon.consensus.Input;
import io.metroon.consensus.Message;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Multi-Paxos for one node in one epoch: routes each input to the part whose duty it is, and holds the only state that
 * concerns them all, which is this node's role.
 *
 * <p>Invariants: at most one of {@code phase1} and {@code leader} is present, as the role says; a node leads or stands only
 * in a ballot equal to its own promise; {@code leaderNode} is 0 or the node of a ballot that was promised here.
 */
public final class PaxosCore implements ConsensusCore, Message.Handler {
    private static final int REPAIR_INTERVAL_TICKS = 20;

    private final Context context;
    private final VoteTable votes;
    private final Acceptor acceptor;
    private final Learner learner;
    private final Election election;
    private Role role = Role.FOLLOWER;
    private @Nullable Phase1 phase1;
    private @Nullable Leader leader;
    private int leaderNode;
    private long preparedAt;
    private boolean started;

    /**
     * A core as a node's disk left it.
     *
     * @param self the node
     * @param epoch its configuration; {@code self} is a member
     * @param recovered what its log and snapshot gave back
     * @param random for waits only
     */
    public PaxosCore(
            int self,
            EpochConfig epoch,
            ConsensusSettings settings,
            PaxosRules rules,
            RandomGenerator random,
            Recovered recovered) {
        context = new Context(self, epoch, settings, rules, random, recovered.lastLsn());
        votes = new VoteTable(recovered.votes(), recovered.faults(), recovered.appliedSlot());
        acceptor = new Acceptor(context, votes, recovered.promised());
        learner = new Learner(context, votes, recovered);
        election = new Election(context);
        election.saw(recovered.promised());
    }

    @Override
    public void step(Input input, EffectSink out) {
        context.into(out);
        if (!started) {
            started = true;
            learner.start();
        }
        route(input);
        learner.flush();
        context.flushRecords();
    }

    private void route(Input input) {
        if (input instanceof Input.Received received) {
            received.message().dispatch(received.from(), this);
        } else if (input instanceof Input.Flush) {
            flush();
        } else if (input instanceof Input.Durable durable) {
            onDurable(durable.lsn());
        } else if (input instanceof Input.Applied applied) {
            learner.applied(applied.slot());
        } else if (input instanceof Input.Propose propose) {
            onPropose(propose);
        } else if (input instanceof Input.Read read) {
            onRead(read.token());
        } else if (input instanceof Input.Tick tick) {
            onTick(tick.wallClockMillis());
        } else if (input instanceof Input.LogLoaded loaded) {
            learner.onLogLoaded(loaded.ticket(), loaded.entries());
        } else if (input instanceof Input.SnapshotInstalled installed) {
            learner.snapshotInstalled(installed.slot(), installed.runningHash());
        } else if (input instanceof Input.SnapshotFailed) {
            learner.snapshotFailed();
        } else if (input instanceof Input.Compacted compacted) {
            learner.compacted(compacted.slot());
        } else if (input instanceof Input.PeerDown down) {
            onPeerDown(down.node());
        }
    }

    // ---- time ----

    private void onTick(long wallClockMillis) {
        context.tick(wallClockMillis);
        learner.tick();
        if (context.now() % REPAIR_INTERVAL_TICKS == 0) {
            acceptor.repairVotes(learner.chosenUpTo());
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
        if (context.now() - preparedAt >= context.settings.electionTimeoutTicks()) {
            follow(0);
            election.retrySoon();
        } else {
            tryToLead();
        }
    }

    private void onPeerDown(int node) {
        if (node == leaderNode && role == Role.FOLLOWER) {
            knowLeader(0);
            election.suspectLeader();
        }
    }

    // ---- standing and leading ----

    private void stand() {
        knowLeader(0);
        role = Role.PROBING;
        election.probe(learner.chosenUpTo());
        prepareIfWanted();
    }

    private void prepareIfWanted() {
        if (role != Role.PROBING || !election.hasQuorum()) {
            return;
        }
        election.saw(acceptor.promised());
        Ballot ballot = election.highestSeen().next(context.self);
        election.saw(ballot);
        role = Role.PREPARING;
        preparedAt = context.now();
        phase1 = new Phase1(context, ballot);
        context.trace(TraceEvent.PREPARED, learner.chosenUpTo() + 1);
        // A ballot is never used twice: nobody hears of it before this node's own promise of it is durable.
        long lsn = acceptor.promise(ballot);
        Message.Prepare prepare = new Message.Prepare(ballot, learner.chosenUpTo() + 1);
        context.voterPeers.forEach(peer -> context.sendAfter(lsn, peer, prepare));
        acceptor.onPrepare(context.self, prepare, learner.chosenUpTo());
    }

    private void tryToLead() {
        Phase1 standing = phase1;
        if (standing == null) {
            return;
        }
        standing.decide().ifPresent(outcome -> {
            phase1 = null;
            role = Role.LEADING;
            learner.heardOf(context.self, outcome.startSlot() - 1);
            leader = new Leader(context, acceptor, votes, learner, outcome, standing.ballot());
            knowLeader(context.self);
            context.trace(TraceEvent.LED, outcome.startSlot());
            leader.tick();
        });
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

    // ---- the shell's inputs ----

    private void flush() {
        if (leader != null) {
            leader.flush();
        }
    }

    private void onDurable(long lsn) {
        context.durable(lsn);
        if (leader != null) {
            leader.onDurable(lsn);
        }
    }

    private void onPropose(Input.Propose propose) {
        if (leader != null) {
            leader.onPropose(context.self, propose.ticket(), propose.payload());
        } else if (leaderNode != 0) {
            context.send(leaderNode, new Message.Forward(propose.ticket(), propose.payload()));
        } else {
            context.emit(new Effect.Refused(propose.ticket(), Reason.NO_LEADER));
        }
    }

    private void onRead(long token) {
        if (leader != null) {
            leader.onRead(context.self, token);
        } else if (leaderNode != 0) {
            context.send(leaderNode, new Message.ReadIndexRequest(token));
        } else {
            context.emit(new Effect.ReadFailed(token));
        }
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
        if (!context.rules.mayPromise(prepare.ballot(), acceptor.promised())) {
            acceptor.reject(from, prepare.ballot());
            return;
        }
        if (!prepare.ballot().equals(acceptor.promised())) {
            follow(0);
        }
        acceptor.onPrepare(from, prepare, learner.chosenUpTo());
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
        acceptor.onAccept(accept, learner.chosenUpTo());
        learner.committed(from, accept.ballot(), accept.commitUpTo());
        acknowledge(from, accept.ballot(), accept.readPosition());
    }

    @Override
    public void on(int from, Message.Heartbeat heartbeat) {
        if (!obeys(from, heartbeat.ballot(), heartbeat.happy())) {
            return;
        }
        learner.committed(from, heartbeat.ballot(), heartbeat.commitUpTo());
        acceptor.received(heartbeat.ballot(), heartbeat.startSlot(), learner.chosenUpTo());
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
        if (!context.rules.mayAccept(ballot, acceptor.promised())) {
            acceptor.reject(from, ballot);
            return false;
        }
        acceptor.promise(context.rules.promiseAfterVote(ballot, acceptor.promised()));
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
    public void on(int from, Message.LearnRequest request) {
        learner.onLearnRequest(from, request);
    }

    @Override
    public void on(int from, Message.LearnResponse response) {
        learner.onLearnResponse(from, response);
    }

    @Override
    public void on(int from, Message.SnapshotOffer offer) {
        learner.onSnapshotOffer(from, offer);
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
    public void on(int from, Message.ReadIndexRequest request) {
        if (leader != null) {
            leader.onRead(from, request.token());
        } else {
            context.send(from, new Message.ReadIndexResponse(request.token(), -1));
        }
    }

    @Override
    public void on(int from, Message.ReadIndexResponse response) {
        context.emit(
                response.index() < 0
                        ? new Effect.ReadFailed(response.token())
                        : new Effect.ReadReady(response.token(), response.index()));
    }

    @Override
    public void on(int from, Message.Forward forward) {
        if (leader != null) {
            leader.onPropose(from, forward.ticket(), forward.payload());
        } else {
            context.send(from, new Message.ForwardRefused(forward.ticket(), false));
        }
    }

    @Override
    public void on(int from, Message.ForwardRefused refused) {
        context.emit(new Effect.Refused(refused.ticket(), refused.overloaded() ? Reason.OVERLOADED : Reason.NO_LEADER));
    }

    @Override
    public CoreView view() {
        boolean serves = leader != null && learner.applied() >= leader.recoveredSlot();
        return new CoreView(
                context.self,
                context.epoch.epoch(),
                role,
                acceptor.promised(),
                leaderNode,
                learner.chosenUpTo(),
                learner.knownChosenUpTo(),
                votes.lastSlot(learner.chosenUpTo()),
                learner.applied(),
                serves,
                leader == null ? Map.of() : leader.acknowledged());
    }
}
