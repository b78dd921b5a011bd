package io.metroon.consensus.frame;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Effect;
import io.metroon.consensus.Lease;
import io.metroon.consensus.Message;
import io.metroon.consensus.ReadSettings;
import io.metroon.consensus.SteadyTime;
import io.metroon.consensus.TraceEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Rounds in which a leader asks at every heartbeat who still follows it. A round that a block of n - q1 + 1 voters answered
 * shows that nobody else was elected before it was sent, and, if they pledged so, gives a lease that counts from then. Stamps
 * that came with answers are echoed once a later round is confirmed.
 *
 * <p>Invariants: the lease counts from when the round that founds it was sent, never from when it was answered; no answer to
 * a round up to {@code leaseFreeThrough} counts for a lease; there is none while another is to take over, none in a term
 * that began with a seal in the log, and none, nor any echo, once the epoch is sealed.
 */
final class Pulses {
    private static final int ROUNDS_KEPT = 256;
    private static final int ECHOES_KEPT = 16;

    private final Context context;
    private final ReadSettings settings;
    private final Ballot ballot;
    /** The slot that what is read must have applied; the commit point is to be told only from there on. */
    private final LongSupplier readableFrom;

    private final TreeMap<Long, SteadyTime> sent = new TreeMap<>();
    private final Map<Integer, Long> answered = new TreeMap<>();
    private final Map<Integer, Long> pledged = new TreeMap<>();
    private final Map<Integer, Deque<Echo>> echoes = new TreeMap<>();
    private long round;
    private long confirmed;
    private long leaseFreeThrough;
    private boolean leaseFree;
    private boolean stopped;
    private Lease lease = Lease.NONE;

    /** A member's stamp, which may be echoed when a round is confirmed. */
    private record Echo(long stamp, long afterRound) {}

    Pulses(Context context, Ballot ballot, LongSupplier readableFrom) {
        this.context = context;
        this.settings = context.settings().reads();
        this.ballot = ballot;
        this.readableFrom = readableFrom;
    }

    // ---- asking ----

    /** Asks all members. */
    void beat(long commitUpTo) {
        boolean timeIsKnown = context.now() > 0;
        if (stopped || !settings.pulses() || !timeIsKnown) {
            return;
        }
        sent.put(++round, context.steadyTime());
        if (sent.size() > ROUNDS_KEPT) {
            sent.pollFirstEntry();
        }
        boolean fresh = commitUpTo >= readableFrom.getAsLong();
        context.peers().forEach(node -> {
            long echo = fresh ? echoFor(node) : 0;
            context.send(node, new Message.Pulse(ballot, round, commitUpTo, echo, leaseFree));
        });
        count();
    }

    private long echoFor(int node) {
        long echo = 0;
        Deque<Echo> waiting = echoes.getOrDefault(node, new ArrayDeque<>());
        while (!waiting.isEmpty()
                && context.readRules().mayEcho(waiting.peekFirst().afterRound(), confirmed)) {
            echo = waiting.removeFirst().stamp();
        }
        return echo;
    }

    // ---- counting ----

    void answered(int node, Message.PulseAck ack) {
        if (stopped || ack.round() > round) {
            return;
        }
        answered.merge(node, ack.round(), Math::max);
        if (ack.leaseNanos() >= settings.leaseNanos() && ack.round() > leaseFreeThrough) {
            pledged.merge(node, ack.round(), Math::max);
        }
        Deque<Echo> waiting = echoes.computeIfAbsent(node, member -> new ArrayDeque<>());
        if (waiting.size() < ECHOES_KEPT) {
            waiting.add(new Echo(ack.stamp(), round));
        }
        count();
    }

    private void count() {
        long before = confirmed;
        confirmed = Math.max(confirmed, newestOfBlock(answered));
        SteadyTime asked = sent.get(confirmed);
        if (confirmed > before && asked != null) {
            context.stamps().confirmed(asked, readableFrom.getAsLong());
        }
        if (settings.leases() && !leaseFree) {
            extend(newestOfBlock(pledged));
        }
    }

    /** The newest round that a block of voters, this node among them, has answered, or a later one. */
    private long newestOfBlock(Map<Integer, Long> answers) {
        if (isBlock(0)) {
            return round;
        }
        long newest = 0;
        for (long candidate : answers.values()) {
            long others = answers.entrySet().stream()
                    .filter(answer -> context.epoch().isVoter(answer.getKey()) && answer.getValue() >= candidate)
                    .count();
            newest = isBlock(others) ? Math.max(newest, candidate) : newest;
        }
        return newest;
    }

    private boolean isBlock(long others) {
        return context.readRules().confirmsRead(others + 1, context.epoch());
    }

    private void extend(long pledgedRound) {
        SteadyTime asked = sent.get(pledgedRound);
        if (asked == null || pledgedRound <= leaseFreeThrough) {
            return;
        }
        SteadyTime since = context.readRules().leaseSince(asked, context.steadyTime());
        long until = since.monotonicNanos() + settings.usableLeaseNanos();
        if (lease.equals(Lease.NONE) || until - lease.untilNanos() > 0) {
            if (lease.equals(Lease.NONE)) {
                context.trace(TraceEvent.LEASE_BEGUN, pledgedRound);
            }
            change(new Lease(since, until, context.toleranceNanos()));
        }
    }

    private void change(Lease to) {
        lease = to;
        context.emit(new Effect.LeaseChanged(to));
    }

    // ---- doing without ----

    /** Time passes; what was asked before the machine was suspended says nothing of how long ago that was. */
    void tick() {
        if (context.clocksDisagree()) {
            drop();
        }
    }

    /** Holds no lease, and gets none by what was asked so far. */
    private void drop() {
        leaseFreeThrough = round;
        pledged.clear();
        if (!lease.equals(Lease.NONE)) {
            context.trace(TraceEvent.LEASE_DROPPED, round);
            change(Lease.NONE);
        }
    }

    /** Does without a lease, and says so: somebody else is to be elected. */
    void release(long commitUpTo) {
        forgoLease();
        beat(commitUpTo);
    }

    /** Does without a lease from here on. */
    void forgoLease() {
        drop();
        leaseFree = true;
    }

    /** Goes on leading after all; what is asked from here on may give a lease again. */
    void resume() {
        leaseFreeThrough = round;
        leaseFree = false;
    }

    /** For good. */
    void stop() {
        drop();
        stopped = true;
    }
}
