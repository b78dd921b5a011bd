package io.metroon.consensus.raft;

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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Raft for one node in one epoch: routes each event to the part whose duty it is, and holds this node's role. A candidate is
 * in the role {@link Role#PREPARING}.
 *
 * <p>Invariants: {@code leader} is present exactly when the role says so; a node leads or stands only in the term that it is
 * in, having voted for itself; {@code leaderNode} is 0 or the leader of that term.
 */
public final class RaftCore implements Engine, Message.RaftHandler {
    private static final int REPAIR_INTERVAL_TICKS = 20;

    private final Context context;
    private final RaftRules rules;
    private final VoteTable votes;
    private final RaftLog log;
    private final Learner learner;
    private final Election election;
    private final Set<Integer> granted = new TreeSet<>();
    private Role role = Role.FOLLOWER;
    private @Nullable Leader leader;
    private Ballot standing = Ballot.NONE;
    private int leaderNode;
    private long standingSince;
    private long committedHere;
    private Message.@Nullable Transfer obeyed;

    private RaftCore(Context context, VoteTable votes, Learner learner, RaftRules rules, Origin origin) {
        this.context = context;
        this.votes = votes;
        this.learner = learner;
        this.rules = rules;
        log = new RaftLog(context, rules, votes, learner, origin.promised());
        election = new Election(context);
        election.saw(origin.promised());
        if (origin.mayLeadAtOnce()) {
            context.trace(TraceEvent.LED_AT_ONCE, context.epoch().startsAfter());
            lead(context.epoch().firstBallot());
        } else if (origin.isNew()) {
            election.postpone();
        }
    }

    /** Makes engines that follow these rules. */
    public static Engine.Factory factory(RaftRules rules) {
        return (context, votes, learner, origin) -> new RaftCore(context, votes, learner, rules, origin);
    }

    // ---- time ----

    @Override
    public void tick() {
        if (context.now() % REPAIR_INTERVAL_TICKS == 0) {
            log.repair();
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
            case PREPARING -> {
                if (context.now() - standingSince >= context.settings().electionTimeoutTicks()) {
                    follow(0);
                    election.retrySoon();
                }
            }
            case PROBING -> {
                if (election.isDue()) {
                    role = Role.FOLLOWER;
                    election.retrySoon();
                }
            }
            case FOLLOWER -> {
                if (election.isDue()) {
                    probe();
                }
            }
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

    private boolean mayStand() {
        boolean may = rules.mayStand(log.isDamaged()) && rules.knowsItsEnd(log.isEndDamaged());
        if (!may) {
            context.trace(TraceEvent.HELD_BACK_BY_DAMAGE, log.last().slot());
        }
        return may;
    }

    private void probe() {
        knowLeader(0);
        if (mayStand()) {
            role = Role.PROBING;
            election.probe(learner.chosenUpTo(), log.last());
            standIfWanted();
        } else {
            election.retrySoon();
        }
    }

    private void standIfWanted() {
        if (role == Role.PROBING && rules.isElected(election.inFavour(), context.epoch())) {
            stand();
        }
    }

    private void stand() {
        election.saw(log.promised());
        standing = election.highestSeen().next(context.self());
        election.saw(standing);
        role = Role.PREPARING;
        standingSince = context.now();
        granted.clear();
        context.trace(TraceEvent.PREPARED, learner.chosenUpTo() + 1);
        // Nobody hears of the term, and no vote counts in it, before this node's own vote is durable.
        long lsn = rules.voteGate(log.promise(standing));
        Message.RequestVote request = new Message.RequestVote(standing, learner.chosenUpTo(), log.last());
        context.voterPeers().forEach(peer -> context.sendAfter(lsn, peer, request));
        context.sendAfter(lsn, context.self(), new Message.VoteReply(standing, true, standing, learner.chosenUpTo()));
    }

    private void lead(Ballot ballot) {
        role = Role.LEADING;
        Leader leading = new Leader(context, rules, log, learner, ballot);
        leader = leading;
        knowLeader(context.self());
        context.trace(TraceEvent.LED, leading.firstSlot());
        leading.tick();
    }

    /** Stops leading or standing, if it did, and follows; 0 follows nobody yet. */
    private void follow(int newLeader) {
        if (role == Role.LEADING || role == Role.PREPARING) {
            context.trace(TraceEvent.STEPPED_DOWN, learner.chosenUpTo());
        }
        role = Role.FOLLOWER;
        standing = Ballot.NONE;
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
            context.emit(new Effect.LeaderChanged(log.promised(), node));
        }
    }

    // ---- what the host asks for ----

    @Override
    public void received(int from, Message message) {
        if (message instanceof Message.ForRaft mine) {
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
        log.onDurable(lsn);
        if (leader != null) {
            leader.onDurable(lsn);
        }
    }

    @Override
    public void advance() {
        learner.chooseVotes(committedHere, vote -> true);
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

    // ---- messages: elections ----

    @Override
    public void on(int from, Message.Probe probe) {
        learner.heardOf(from, probe.chosenUpTo());
        boolean leadsHappily = leader != null && leader.isHappy();
        boolean ok = !leadsHappily && election.wouldPromise() && wouldElect(probe.chosenUpTo(), probe.last());
        context.send(from, new Message.ProbeReply(probe.attempt(), ok, log.promised(), learner.chosenUpTo()));
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
        learner.heardOf(from, reply.chosenUpTo());
        election.onProbeReply(from, reply);
        standIfWanted();
    }

    @Override
    public void on(int from, Message.RequestVote request) {
        Ballot candidate = request.ballot();
        learner.heardOf(from, request.chosenUpTo());
        election.saw(candidate);
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
        if (role != Role.PREPARING || !reply.ballot().equals(standing)) {
            return;
        }
        if (reply.granted()) {
            granted.add(from);
            if (rules.isElected(granted, context.epoch())) {
                lead(standing);
            }
        } else if (reply.promised().round() > standing.round()) {
            follow(0);
            election.retrySoon();
        }
    }

    @Override
    public void on(int from, Message.Transfer transfer) {
        boolean fromLeader = from == leaderNode
                && transfer.ballot().round() == log.promised().round();
        if (fromLeader
                && role == Role.FOLLOWER
                && context.epoch().mayLead(context.self())
                && !transfer.equals(obeyed)
                && mayStand()) {
            obeyed = transfer;
            context.trace(TraceEvent.TRANSFER_OBEYED, transfer.lastSlot());
            stand();
        }
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
        if (role != Role.FOLLOWER || leaderNode != from) {
            follow(from);
        }
        election.heardLeader(message.happy());
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
        Leader leading = leader;
        if (leading == null || reply.ballot().round() != leading.ballot().round()) {
            return;
        }
        if (reply.promised().round() > leading.ballot().round()) {
            follow(0);
            election.retrySoon();
        } else {
            leading.onReply(from, reply);
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

    @Override
    public Standing view() {
        boolean serves = leader != null && learner.applied() >= leader.firstSlot();
        return new Standing(
                role,
                log.promised(),
                votes.lastSlot(learner.chosenUpTo()),
                serves,
                leader == null ? Map.of() : leader.acknowledged(),
                leader != null && leader.isSealing());
    }
}
