package io.metroon.consensus.frame;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Effect.Refused.Reason;
import io.metroon.consensus.EffectSink;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Input;
import io.metroon.consensus.Message;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A node through all its epochs: runs the engine of the one it is in, and when the entry that seals it is chosen, ends that
 * engine and begins the next with fresh votes. After the stop-sign of SMART and Stoppable Paxos; each epoch has static
 * membership.
 *
 * <p>A node enters an epoch only when it holds everything up to the seal (or a snapshot behind it), so whoever votes in an
 * epoch holds all that came before. Messages of an older epoch are answered by {@link Message.Sealed}; one of a newer epoch
 * makes a node ask its sender for what it lacks.
 *
 * <p>Invariants: epochs never decrease; at most one engine acts; nothing of an epoch leaves before the record that this node
 * entered it is durable; round 0 of an epoch is used at most by its first leader, and never after a restart.
 */
public final class EpochHost implements ConsensusCore, Message.FrameHandler {
    private final Context context;
    private final EpochRules rules;
    private final Map<EpochConfig.Engine, Engine.Factory> engines;
    private final VoteTable votes;
    private final Learner learner;
    private final AdminDesk desk;
    private final QuorumReads quorumReads;
    private final Recovered recovered;
    private Engine engine;
    private boolean released;
    private boolean started;

    /**
     * A core as a node's disk left it.
     *
     * @param self the node
     * @param store its data directory
     * @param epoch the newest configuration that its log remembers
     * @param random for waits only
     * @param recovered what its log and snapshot gave back
     */
    public EpochHost(
            int self,
            StoreId store,
            EpochConfig epoch,
            ConsensusSettings settings,
            EpochRules rules,
            ReadRules readRules,
            Map<EpochConfig.Engine, Engine.Factory> engines,
            RandomGenerator random,
            Recovered recovered) {
        this.rules = rules;
        this.engines = Map.copyOf(engines);
        this.recovered = recovered;
        context = new Context(self, store, epoch, settings, rules, readRules, random, recovered.lastLsn());
        votes = new VoteTable(recovered.votes(), recovered.faults(), recovered.appliedSlot());
        learner = new Learner(context, votes, recovered, this::learning);
        desk = new AdminDesk(context, engines.keySet());
        quorumReads = new QuorumReads(context);
        engine = create(highest(recovered.promised(), epoch.firstBallot()), false);
    }

    /** The same, with reads as they should be. */
    public EpochHost(
            int self,
            StoreId store,
            EpochConfig epoch,
            ConsensusSettings settings,
            EpochRules rules,
            Map<EpochConfig.Engine, Engine.Factory> engines,
            RandomGenerator random,
            Recovered recovered) {
        this(self, store, epoch, settings, rules, ReadRules.SAFE, engines, random, recovered);
    }

    private void learning(Entry entry) {
        engine.learning(entry);
    }

    private static Ballot highest(Ballot one, Ballot other) {
        return one.isBelow(other) ? other : one;
    }

    private Engine create(Ballot promised, boolean entersNow) {
        if (!context.isMember()) {
            return new Outsider(context);
        }
        EpochConfig epoch = context.epoch();
        Engine.Factory factory = engines.get(epoch.engine());
        if (factory == null) {
            throw new IllegalStateException("the engine " + epoch.engine() + " is not in this release");
        }
        boolean atOnce = rules.mayLeadAtOnce(epoch, context.self(), learner.chosenUpTo(), entersNow);
        return factory.create(context, votes, learner, new Engine.Origin(promised, atOnce, entersNow));
    }

    @Override
    public void step(Input input, EffectSink out) {
        context.into(out);
        if (!started) {
            started = true;
            recovered.appliedEpoch().ifPresent(this::join);
            learner.start();
            enterWhatWasSealed();
        }
        route(input);
        enterWhatWasSealed();
        desk.watch(engine);
        learner.flush();
        context.flushRecords();
    }

    private void route(Input input) {
        if (input instanceof Input.Received received) {
            receive(received);
        } else if (input instanceof Input.Flush) {
            engine.flush();
        } else if (input instanceof Input.Durable durable) {
            context.durable(durable.lsn());
            engine.durable(durable.lsn());
        } else if (input instanceof Input.Applied applied) {
            learner.applied(applied.slot());
            engine.advance();
        } else if (input instanceof Input.Propose propose) {
            onPropose(propose);
        } else if (input instanceof Input.Read read) {
            onRead(read.token());
        } else if (input instanceof Input.QuorumRead read) {
            quorumReads.begin(read.token(), highestHeld());
        } else if (input instanceof Input.Tick tick) {
            onTick(tick);
        } else if (input instanceof Input.LogLoaded loaded) {
            learner.onLogLoaded(loaded.ticket(), loaded.entries());
        } else if (input instanceof Input.SnapshotInstalled installed) {
            if (installed.epoch().epoch() == context.epoch().epoch()) {
                engine.installing(installed.slot(), installed.runningHash());
            }
            learner.snapshotInstalled(installed.slot(), installed.runningHash());
            join(installed.epoch());
            engine.advance();
        } else if (input instanceof Input.SnapshotFailed) {
            learner.snapshotFailed();
        } else if (input instanceof Input.Compacted compacted) {
            learner.compacted(compacted.slot());
        } else if (input instanceof Input.PeerDown down) {
            engine.peerDown(down.node());
        } else if (input instanceof Input.AdminAsked asked) {
            desk.ask(context.self(), asked.ticket(), asked.request(), engine);
        }
    }

    private void onTick(Input.Tick tick) {
        context.tick(tick.wallClockMillis(), tick.monotonicNanos());
        quorumReads.tick();
        learner.tick();
        engine.tick();
        desk.tick(engine);
    }

    private void onPropose(Input.Propose propose) {
        if (engine.leads()) {
            engine.propose(context.self(), propose.ticket(), propose.payload());
        } else if (engine.leader() != 0) {
            context.send(engine.leader(), new Message.Forward(propose.ticket(), propose.payload()));
        } else {
            context.emit(new Effect.Refused(propose.ticket(), Reason.NO_LEADER));
        }
    }

    private void onRead(long token) {
        if (engine.leads()) {
            engine.read(context.self(), token);
        } else if (engine.leader() != 0) {
            context.send(engine.leader(), new Message.ReadIndexRequest(token));
        } else {
            context.emit(new Effect.ReadFailed(token));
        }
    }

    // ---- from one epoch to the next ----

    private void enterWhatWasSealed() {
        for (EpochConfig next = learner.sealedBy(); next != null; next = learner.sealedBy()) {
            context.trace(TraceEvent.EPOCH_ENTERED, next.startsAfter());
            enter(next, learner.chosenUpTo());
        }
    }

    /** The state machine shows that a newer epoch is in force. */
    private void join(EpochConfig newer) {
        if (newer.epoch() > context.epoch().epoch()) {
            context.trace(TraceEvent.EPOCH_JOINED, newer.startsAfter());
            enter(newer, 0);
        }
    }

    private void enter(EpochConfig next, long chosenUpTo) {
        List<Engine.Proposal> left = engine.end();
        if (votes.lastSlot(0) > next.startsAfter()) {
            context.trace(TraceEvent.VOID_DROPPED, next.startsAfter());
        }
        votes.endEpochAt(next.startsAfter());
        context.enter(next, chosenUpTo);
        released = !context.isMember() && rules.isSettled(next, learner.chosenUpTo());
        context.emit(new Effect.EpochEntered(next));
        quorumReads.failAll();
        learner.entered();
        engine = create(next.firstBallot(), true);
        desk.entered(next);
        left.forEach(this::proposeAgain);
    }

    private void proposeAgain(Engine.Proposal proposal) {
        if (engine.leads()) {
            engine.propose(proposal.from(), proposal.ticket(), proposal.payload());
        } else {
            refuse(proposal.from(), proposal.ticket());
        }
    }

    private void refuse(int from, long ticket) {
        if (from == context.self()) {
            context.emit(new Effect.Refused(ticket, Reason.NO_LEADER));
        } else {
            context.send(from, new Message.ForwardRefused(ticket, false));
        }
    }

    // ---- messages ----

    private void receive(Input.Received received) {
        Message message = received.message();
        int from = received.from();
        long mine = context.epoch().epoch();
        if (message instanceof Message.AcrossEpochs across) {
            across.dispatch(from, this);
        } else if (received.epoch() < mine) {
            tellSealed(from);
        } else if (received.epoch() > mine) {
            context.trace(TraceEvent.NEWER_EPOCH_SEEN, received.epoch());
            learner.catchUpWith(from);
        } else if (!rules.mayAct(context.epoch(), from, received.store())) {
            context.trace(TraceEvent.STRANGER_IGNORED, 0);
        } else if (message instanceof Message.ForFrame frame) {
            frame.dispatch(from, this);
        } else {
            engine.received(from, message);
        }
    }

    private void tellSealed(int to) {
        EpochConfig epoch = context.epoch();
        boolean atSeal = learner.chosenUpTo() == epoch.startsAfter();
        context.trace(TraceEvent.SEAL_TOLD, epoch.startsAfter());
        context.send(
                to, new Message.Sealed(epoch, learner.chosenUpTo(), atSeal ? learner.runningHash() : Hash128.ZERO));
    }

    @Override
    public void on(int from, Message.Sealed sealed) {
        EpochConfig config = sealed.config();
        if (config.epoch() < context.epoch().epoch()) {
            return;
        }
        boolean mine = rules.mayAct(config, context.self(), context.store());
        if (!mine && rules.isSettled(config, sealed.chosenUpTo()) && !released) {
            released = true;
            context.trace(TraceEvent.RELEASED, config.startsAfter());
        }
        if (config.epoch() > context.epoch().epoch()) {
            context.emit(new Effect.EpochHeardOf(config));
            if (mine || context.isMember()) {
                learner.heardOfSeal(from, config.startsAfter(), sealed.hash());
            }
        }
    }

    @Override
    public void on(int from, Message.EpochQuery query) {
        if (query.epoch() <= context.epoch().epoch()) {
            tellSealed(from);
        }
    }

    @Override
    public void on(int from, Message.LearnRequest request) {
        learner.onLearnRequest(from, request);
    }

    @Override
    public void on(int from, Message.LearnResponse response) {
        learner.onLearnResponse(from, response);
        engine.advance();
    }

    @Override
    public void on(int from, Message.SnapshotOffer offer) {
        learner.onSnapshotOffer(from, offer);
    }

    @Override
    public void on(int from, Message.ReadIndexRequest request) {
        if (engine.leads()) {
            engine.read(from, request.token());
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
    public void on(int from, Message.QuorumReadRequest request) {
        context.send(from, new Message.QuorumReadResponse(request.token(), highestHeld()));
    }

    @Override
    public void on(int from, Message.QuorumReadResponse response) {
        quorumReads.answered(from, response.token(), response.highest());
    }

    /** The highest slot that this node has voted in, or may have voted in; -1 if damage leaves that open. */
    private long highestHeld() {
        long decided = learner.decidedUpTo();
        long lost = votes.faultsAbove(decided).stream()
                .mapToLong(SlotRange::to)
                .max()
                .orElse(0);
        return lost == Long.MAX_VALUE ? -1 : Math.max(votes.lastSlot(decided), lost);
    }

    @Override
    public void on(int from, Message.Pulse pulse) {
        if (!engine.follows(from, pulse.ballot())) {
            return;
        }
        long pledged = 0;
        if (pulse.leaseFree()) {
            context.pledge().release(pulse.ballot(), pulse.round());
        } else if (context.epoch().isVoter(context.self())) {
            pledged = context.pledge().give(pulse.ballot(), pulse.round());
        }
        context.stamps().echoed(pulse.echo(), pulse.commitUpTo());
        // An answer binds this node to the ballot: should it forget that in a crash, it could follow an older leader
        // again.
        context.sendAfter(
                engine.promisedLsn(),
                from,
                new Message.PulseAck(
                        pulse.ballot(), pulse.round(), context.stamps().give(), pledged));
    }

    @Override
    public void on(int from, Message.PulseAck ack) {
        engine.pulseAnswered(from, ack);
    }

    @Override
    public void on(int from, Message.Forward forward) {
        if (engine.leads()) {
            engine.propose(from, forward.ticket(), forward.payload());
        } else {
            refuse(from, forward.ticket());
        }
    }

    @Override
    public void on(int from, Message.ForwardRefused refused) {
        context.emit(new Effect.Refused(refused.ticket(), refused.overloaded() ? Reason.OVERLOADED : Reason.NO_LEADER));
    }

    @Override
    public void on(int from, Message.AdminRequest request) {
        desk.ask(from, request.ticket(), request.request(), engine);
    }

    @Override
    public void on(int from, Message.AdminReply reply) {
        context.emit(new Effect.AdminSettled(reply.ticket(), reply.outcome()));
    }

    @Override
    public CoreView view() {
        Engine.Standing standing = engine.view();
        return new CoreView(
                context.self(),
                context.epoch().epoch(),
                standing.role(),
                standing.promised(),
                engine.leader(),
                learner.chosenUpTo(),
                learner.knownChosenUpTo(),
                Math.max(standing.lastSlot(), learner.chosenUpTo()),
                learner.applied(),
                standing.canServe(),
                standing.held(),
                standing(),
                standing.sealing());
    }

    private CoreView.Standing standing() {
        if (context.isMember()) {
            return CoreView.Standing.MEMBER;
        }
        return released ? CoreView.Standing.RELEASED : CoreView.Standing.OUTSIDER;
    }
}
