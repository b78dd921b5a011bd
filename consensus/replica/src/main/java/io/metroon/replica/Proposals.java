package io.metroon.replica;

import io.metroon.consensus.Effect.Refused.Reason;
import io.metroon.replica.ReplicaException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Commands of this node on their way through the log, wherever the leader is. A command is proposed again whenever the
 * leader changes; the session table sees to it that it takes effect once. On the loop.
 *
 * @param <R> a reply
 */
final class Proposals<R> {
    private final Surroundings.Clock clock;
    private final ReplicaSettings settings;
    private final BiConsumer<Long, byte[]> propose;
    private final TreeMap<Long, Pending<R>> pending = new TreeMap<>();
    private final Map<Long, Pending<R>> attempts = new HashMap<>();
    private long nonce;
    private long session;
    private long sequence;
    private long ticket;
    private long openingTicket;
    private int ticksToRetry;

    private static final class Pending<R> {
        final long sequence;
        final byte[] command;
        final long deadlineNanos;
        final CompletableFuture<Committed<R>> future;

        /** Attempts that were neither refused nor seen to take effect. */
        int unsettled;

        boolean waiting = true;

        Pending(long sequence, byte[] command, long deadlineNanos, CompletableFuture<Committed<R>> future) {
            this.sequence = sequence;
            this.command = command;
            this.deadlineNanos = deadlineNanos;
            this.future = future;
        }
    }

    /** {@code nonce} tells this process's session from all others; {@code propose} takes a ticket and a payload. */
    Proposals(Surroundings.Clock clock, ReplicaSettings settings, long nonce, BiConsumer<Long, byte[]> propose) {
        this.clock = clock;
        this.settings = settings;
        this.nonce = nonce;
        // A refusal sent to the process before this one must not be taken for one of ours.
        this.ticket = nonce >>> 2;
        this.propose = propose;
    }

    int size() {
        return pending.size();
    }

    void add(byte[] command, Duration patience, CompletableFuture<Committed<R>> future) {
        if (pending.size() >= settings.pendingMax()) {
            future.completeExceptionally(new ReplicaException(
                    Kind.OVERLOADED, settings.pendingMax() + " commands are waiting at this node already"));
            return;
        }
        long deadline = clock.monotonicNanos() + patience.toNanos();
        Pending<R> added = new Pending<>(++sequence, command, deadline, future);
        pending.put(added.sequence, added);
        if (session != 0) {
            attempt(added);
        } else {
            openSession();
        }
    }

    private void attempt(Pending<R> command) {
        command.waiting = false;
        command.unsettled++;
        attempts.put(++ticket, command);
        SessionCall call = new SessionCall(session, command.sequence, pending.firstKey(), command.command);
        propose.accept(ticket, call.encode());
    }

    private void openSession() {
        if (openingTicket == 0) {
            openingTicket = ++ticket;
            propose.accept(openingTicket, SessionCall.opening(nonce).encode());
        }
    }

    /** An opening took effect; perhaps ours. */
    void sessionOpened(long openedNonce, long id) {
        if (openedNonce == nonce && session == 0) {
            session = id;
            openingTicket = 0;
            attemptAll();
        }
    }

    /** Our session was pushed out of the table: nothing that is still pending took effect, nor can it any more. */
    void sessionGone(long id) {
        if (id == session) {
            session = 0;
            nonce++;
            openingTicket = 0;
            openSession();
        }
    }

    void leaderKnown() {
        openingTicket = 0;
        attemptAll();
    }

    private void attemptAll() {
        if (pending.isEmpty()) {
            return;
        }
        if (session == 0) {
            openSession();
        } else {
            new ArrayList<>(pending.values()).forEach(this::attempt);
        }
    }

    void refused(long refusedTicket, Reason reason) {
        if (refusedTicket == openingTicket) {
            openingTicket = 0;
            return;
        }
        Pending<R> command = attempts.remove(refusedTicket);
        if (command == null || !pending.containsKey(command.sequence)) {
            return;
        }
        command.unsettled--;
        command.waiting = true;
        if (reason == Reason.OVERLOADED && command.unsettled == 0) {
            pending.remove(command.sequence);
            command.future.completeExceptionally(
                    new ReplicaException(Kind.OVERLOADED, "the leader has too much in flight"));
        }
    }

    /** A command of ours took effect at a slot. */
    void applied(long appliedSession, long appliedSequence, long slot, @Nullable R reply) {
        Pending<R> command = appliedSession == session ? pending.remove(appliedSequence) : null;
        if (command == null) {
            return;
        }
        if (reply == null) {
            // Its first effect lies inside a snapshot that this node loaded: the reply was never seen here.
            command.future.completeExceptionally(unknown());
        } else {
            command.future.complete(new Committed<>(slot, reply));
        }
    }

    private static ReplicaException unknown() {
        return new ReplicaException(
                Kind.OUTCOME_UNKNOWN, "no answer within the time given; the command may have taken effect, or may yet");
    }

    /** Gives up on what is overdue and tries again what found no leader. */
    void tick() {
        if (++ticksToRetry < settings.retryTicks()) {
            return;
        }
        ticksToRetry = 0;
        attempts.values().removeIf(command -> !pending.containsKey(command.sequence));
        expire();
        if (session == 0 && !pending.isEmpty()) {
            openingTicket = 0;
            openSession();
        } else {
            pending.values().stream()
                    .filter(command -> command.waiting)
                    .toList()
                    .forEach(this::attempt);
        }
    }

    private void expire() {
        long now = clock.monotonicNanos();
        List<Pending<R>> overdue = pending.values().stream()
                .filter(command -> command.deadlineNanos - now < 0)
                .toList();
        overdue.forEach(command -> fail(command, "no leader was found within the time given; nothing happened"));
    }

    private void fail(Pending<R> command, String ifNothingHappened) {
        pending.remove(command.sequence);
        command.future.completeExceptionally(
                command.unsettled > 0 ? unknown() : new ReplicaException(Kind.UNAVAILABLE, ifNothingHappened));
    }

    void close() {
        new ArrayList<>(pending.values()).forEach(command -> fail(command, "the node is closing; nothing happened"));
    }
}
