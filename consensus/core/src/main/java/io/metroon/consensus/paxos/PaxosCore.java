package io.metroon.consensus.paxos;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView.Role;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.frame.Context;
import io.metroon.consensus.frame.ElectedEngine;
import io.metroon.consensus.frame.Engine;
import io.metroon.consensus.frame.Learner;
import io.metroon.consensus.frame.VoteTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multi-Paxos for one node in one epoch: routes each event to the part whose duty it is. Phase 1 is {@link Phase1}, phase 2
 * {@link Leader}, and the votes are the {@link Acceptor}'s.
 *
 * <p>Invariants: at most one of {@code phase1} and the leader is present, as the role says; a node leads or stands only in a
 * ballot equal to its own promise.
 */
public final class PaxosCore extends ElectedEngine<Leader> implements Message.PaxosHandler {
    private final PaxosRules rules;
    private final Acceptor acceptor;
    private @Nullable Phase1 phase1;
    private long preparedAt;
    private Ballot announcedUnder = Ballot.NONE;
    private long announcedUpTo;

    private PaxosCore(Context context, VoteTable votes, Learner learner, PaxosRules rules, Origin origin) {
        super(context, votes, learner, origin);
        this.rules = rules;
        acceptor = new Acceptor(context, votes, origin.promised());
        begin(origin);
    }

    /** Makes engines that follow these rules. */
    public static Engine.Factory factory(PaxosRules rules) {
        return (context, votes, learner, origin) -> new PaxosCore(context, votes, learner, rules, origin);
    }

    @Override
    protected Ballot promised() {
        return acceptor.promised();
    }

    @Override
    public long promisedLsn() {
        return acceptor.promisedLsn();
    }

    // ---- standing and leading ----

    @Override
    protected void leadAtOnce() {
        lead(
                new Phase1.Outcome(context.epoch().startsAfter() + 1, List.of()),
                context.epoch().firstBallot());
    }

    @Override
    protected void probe() {
        beProbing();
        election.probe(learner.chosenUpTo(), Position.UNSAID);
        standIfWanted();
    }

    @Override
    protected void standIfWanted() {
        if (role() == Role.PROBING && rules.isPhase1Quorum(election.inFavour(), context.epoch())) {
            stand();
        }
    }

    /** Any voter may lead: what it lacks it finds out in phase 1. */
    @Override
    protected boolean mayStand() {
        return true;
    }

    /** Phase 1a. */
    @Override
    protected void stand() {
        election.saw(acceptor.promised());
        Ballot ballot = election.highestSeen().next(context.self());
        election.saw(ballot);
        bePreparing();
        preparedAt = context.now();
        phase1 = new Phase1(context, rules, ballot);
        context.trace(TraceEvent.PREPARED, learner.chosenUpTo() + 1);
        // A ballot is never used twice: nobody hears of it before this node's own promise of it is durable.
        long lsn = acceptor.promise(ballot);
        Message.Prepare prepare = new Message.Prepare(ballot, learner.decidedUpTo() + 1);
        context.voterPeers().forEach(peer -> context.sendAfter(lsn, peer, prepare));
        acceptor.onPrepare(context.self(), prepare, learner.decidedUpTo());
    }

    @Override
    protected void tickCandidate() {
        if (context.now() - preparedAt >= context.settings().electionTimeoutTicks()) {
            giveWay();
        } else {
            tryToLead();
        }
    }

    private void tryToLead() {
        Phase1 standing = phase1;
        if (standing != null) {
            standing.decide().ifPresent(outcome -> lead(outcome, standing.ballot()));
        }
    }

    private void lead(Phase1.Outcome outcome, Ballot ballot) {
        learner.heardOf(context.self(), outcome.startSlot() - 1);
        lead(new Leader(context, rules, acceptor, votes, learner, outcome, ballot), outcome.startSlot());
    }

    @Override
    protected void endCandidacy() {
        phase1 = null;
    }

    // ---- what is chosen ----

    @Override
    protected void repair() {
        acceptor.repairVotes(learner.decidedUpTo());
    }

    @Override
    public void advance() {
        learner.chooseVotes(announcedUpTo, vote -> rules.mayMarkChosen(vote, announcedUnder));
        Leader leader = leading();
        if (leader != null) {
            leader.advance();
        }
    }

    @Override
    public void learning(Entry entry) {
        // Chosen under a higher ballot: whoever leads here is deposed, and may come to slots that it knows to be
        // chosen.
        election.saw(entry.ballot());
        Leader leader = leading();
        if (leader != null && leader.leadership().ballot().isBelow(entry.ballot())) {
            giveWay();
        }
    }

    @Override
    public void installing(long slot, Hash128 runningHash) {
        // Votes above a snapshot stay: a later leader may need them. A leader that is behind one is deposed.
        Leader leader = leading();
        if (leader != null && leader.leadership().lastSlot() < slot) {
            giveWay();
        }
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
    public void received(int from, Message message) {
        if (message instanceof Message.ForPaxos mine) {
            mine.dispatch(from, this);
        } else if (message instanceof Message.ForBoth common) {
            common.dispatch(from, this);
        }
    }

    @Override
    public void on(int from, Message.Probe probe) {
        learner.heardOf(from, probe.chosenUpTo());
        answerProbe(from, probe, true);
    }

    @Override
    public void on(int from, Message.ProbeReply reply) {
        onProbeReply(from, reply);
    }

    @Override
    public void on(int from, Message.Prepare prepare) {
        election.saw(prepare.ballot());
        if (context.isMuteFor(from)) {
            return;
        }
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
        Ballot mine = ownBallot();
        if (reject.ballot().equals(mine) && mine.isBelow(reject.promised())) {
            giveWay();
        }
    }

    /** The ballot that it leads or stands in. */
    private Ballot ownBallot() {
        Leader leader = leading();
        if (leader != null) {
            return leader.leadership().ballot();
        }
        return phase1 == null ? Ballot.NONE : phase1.ballot();
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
        obey(from, happy);
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
        Leader leader = leading();
        if (leader != null) {
            leader.onAccepted(from, accepted);
        }
    }

    @Override
    public void on(int from, Message.HeartbeatAck ack) {
        Leader leader = leading();
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
        onTransfer(from, transfer);
    }
}
