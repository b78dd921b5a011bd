package io.metroon.consensus.raft;

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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Raft for one node in one epoch: routes each event to the part whose duty it is. A candidate is in the role
 * {@link Role#PREPARING}; the leader of a term is {@link Leader}, and the log is {@link RaftLog}'s.
 *
 * <p>Invariants: a node leads or stands only in the term that it is in, having voted for itself.
 */
public final class RaftCore extends ElectedEngine<Leader> implements Message.RaftHandler {
    private final RaftRules rules;
    private final RaftLog log;
    private final Set<Integer> granted = new TreeSet<>();
    private Ballot standing = Ballot.NONE;
    private long standingSince;
    private long committedHere;

    private RaftCore(Context context, VoteTable votes, Learner learner, RaftRules rules, Origin origin) {
        super(context, votes, learner, origin);
        this.rules = rules;
        log = new RaftLog(context, rules, votes, learner, origin.promised());
        begin(origin);
    }

    /** Makes engines that follow these rules. */
    public static Engine.Factory factory(RaftRules rules) {
        return (context, votes, learner, origin) -> new RaftCore(context, votes, learner, rules, origin);
    }

    @Override
    protected Ballot promised() {
        return log.promised();
    }

    @Override
    public long promisedLsn() {
        return log.promisedLsn();
    }

    // ---- standing and leading ----

    @Override
    protected void leadAtOnce() {
        lead(context.epoch().firstBallot());
    }

    @Override
    protected boolean mayStand() {
        boolean may = rules.mayStand(log.isDamaged()) && rules.knowsItsEnd(log.isEndDamaged());
        if (!may) {
            context.trace(TraceEvent.HELD_BACK_BY_DAMAGE, log.last().slot());
        }
        return may;
    }

    @Override
    protected void probe() {
        if (mayStand()) {
            beProbing();
            election.probe(learner.chosenUpTo(), log.last());
            standIfWanted();
        } else {
            election.retrySoon();
        }
    }

    @Override
    protected void standIfWanted() {
        if (role() == Role.PROBING && rules.isElected(election.inFavour(), context.epoch())) {
            stand();
        }
    }

    @Override
    protected void stand() {
        election.saw(log.promised());
        standing = election.highestSeen().next(context.self());
        election.saw(standing);
        bePreparing();
        standingSince = context.now();
        granted.clear();
        context.trace(TraceEvent.PREPARED, learner.chosenUpTo() + 1);
        // Nobody hears of the term, and no vote counts in it, before this node's own vote is durable.
        long lsn = rules.voteGate(log.promise(standing));
        Message.RequestVote request = new Message.RequestVote(standing, learner.chosenUpTo(), log.last());
        context.voterPeers().forEach(peer -> context.sendAfter(lsn, peer, request));
        context.sendAfter(lsn, context.self(), new Message.VoteReply(standing, true, standing, learner.chosenUpTo()));
    }

    @Override
    protected void tickCandidate() {
        if (context.now() - standingSince >= context.settings().electionTimeoutTicks()) {
            giveWay();
        }
    }

    private void lead(Ballot ballot) {
        Leader leader = new Leader(context, rules, log, votes, learner, ballot);
        lead(leader, leader.firstSlot());
    }

    @Override
    protected void endCandidacy() {
        standing = Ballot.NONE;
    }

    // ---- what is chosen ----

    @Override
    protected void repair() {
        log.repair();
    }

    @Override
    public void durable(long lsn) {
        log.onDurable(lsn);
        super.durable(lsn);
    }

    @Override
    public void advance() {
        learner.chooseVotes(committedHere, vote -> true);
        Leader leader = leading();
        if (leader != null) {
            leader.advance();
        }
    }

    @Override
    public void learning(Entry entry) {
        long term = log.promised().round();
        log.learning(entry);
        if (log.promised().round() > term) {
            election.saw(log.promised());
            follow(0);
        }
    }

    @Override
    public void installing(long slot, Hash128 runningHash) {
        log.installing(slot, runningHash);
    }

    // ---- messages: elections ----

    @Override
    public void received(int from, Message message) {
        if (message instanceof Message.ForRaft mine) {
            mine.dispatch(from, this);
        } else if (message instanceof Message.ForBoth common) {
            common.dispatch(from, this);
        }
    }

    @Override
    public void on(int from, Message.Probe probe) {
        learner.heardOf(from, probe.chosenUpTo());
        answerProbe(from, probe, wouldElect(probe.chosenUpTo(), probe.last()));
    }

    private boolean wouldElect(long chosenUpTo, Position candidate) {
        if (!rules.knowsItsEnd(log.isEndDamaged())) {
            context.trace(TraceEvent.HELD_BACK_BY_DAMAGE, candidate.slot());
            return false;
        }
        return rules.isUpToDate(candidate, chosenUpTo, log.last());
    }

    @Override
    public void on(int from, Message.ProbeReply reply) {
        onProbeReply(from, reply);
    }

    @Override
    public void on(int from, Message.RequestVote request) {
        Ballot candidate = request.ballot();
        learner.heardOf(from, request.chosenUpTo());
        election.saw(candidate);
        if (context.isMuteFor(from)) {
            return;
        }
        boolean upToDate = wouldElect(request.chosenUpTo(), request.last());
        boolean granted = upToDate && rules.mayGrantVote(candidate, log.promised());
        if (candidate.round() > log.promised().round()) {
            follow(0);
            log.enterTerm(candidate.round());
        }
        if (granted) {
            log.promise(candidate);
            election.promised();
        } else if (!upToDate) {
            context.trace(TraceEvent.VOTE_REFUSED, request.last().slot());
        }
        context.sendAfter(
                rules.voteGate(log.promisedLsn()),
                from,
                new Message.VoteReply(candidate, granted, log.promised(), learner.chosenUpTo()));
    }

    @Override
    public void on(int from, Message.VoteReply reply) {
        learner.heardOf(from, reply.chosenUpTo());
        election.saw(reply.promised());
        if (role() != Role.PREPARING || !reply.ballot().equals(standing)) {
            return;
        }
        if (reply.granted()) {
            granted.add(from);
            if (rules.isElected(granted, context.epoch())) {
                lead(standing);
            }
        } else if (reply.promised().round() > standing.round()) {
            giveWay();
        }
    }

    @Override
    public void on(int from, Message.Transfer transfer) {
        onTransfer(from, transfer);
    }

    // ---- messages: the log ----

    @Override
    public void on(int from, Message.AppendEntries message) {
        Ballot ballot = message.ballot();
        election.saw(ballot);
        if (!rules.mayObey(ballot, log.promised())) {
            reply(from, message, false, 0, log.promisedLsn(), 0);
            return;
        }
        if (ballot.round() > log.promised().round()) {
            log.promise(ballot);
        }
        obey(from, message.happy());
        learner.heardOf(from, message.commitUpTo());
        learner.compareHash(from, message.hashSlot(), message.runningHash());
        Optional<Long> parts = log.append(message);
        if (parts.isPresent()) {
            reply(from, message, false, parts.get(), log.promisedLsn(), log.durableUpTo());
        } else {
            committedHere = rules.committedHere(message.commitUpTo(), log.matchedUpTo());
            advance();
            acknowledge(from, message);
        }
    }

    /** Entries are acknowledged once they are durable; a heartbeat at once, with what was durable before it. */
    private void acknowledge(int from, Message.AppendEntries message) {
        long upTo = log.matchedUpTo();
        if (message.entries().isEmpty()) {
            reply(from, message, true, upTo, log.promisedLsn(), log.durableUpTo());
        }
        if (!message.entries().isEmpty() || log.durableUpTo() < upTo) {
            reply(from, message, true, upTo, log.matchedLsn(), upTo);
        }
    }

    private void reply(
            int to, Message.AppendEntries message, boolean matched, long receivedUpTo, long afterLsn, long ackUpTo) {
        Ballot mine = log.promised();
        Message answer = new Message.AppendReply(
                message.ballot(), mine, matched, ackUpTo, receivedUpTo, message.readPosition(), learner.applied());
        context.sendAfter(Math.max(afterLsn, log.promisedLsn()), to, answer);
    }

    @Override
    public void on(int from, Message.AppendReply reply) {
        election.saw(reply.promised());
        Leader leader = leading();
        if (leader == null
                || reply.ballot().round() != leader.leadership().ballot().round()) {
            return;
        }
        if (reply.promised().round() > leader.leadership().ballot().round()) {
            giveWay();
        } else {
            leader.onReply(from, reply);
        }
    }

    @Override
    public void on(int from, Message.ValueRequest request) {
        log.onValueRequest(from, request);
    }

    @Override
    public void on(int from, Message.ValueResponse response) {
        log.onValue(response.entry());
    }
}
