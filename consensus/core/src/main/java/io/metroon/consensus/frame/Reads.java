package io.metroon.consensus.frame;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Message;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Positions for linearizable reads at the leader: a read that begins now gets a position above all confirmed ones, and
 * may be evaluated at the commit point of that moment once enough voters have echoed the position under the leader's
 * ballot. Positions ride on accepts and heartbeats and never repeat, so an old echo can't serve a new read.
 */
public final class Reads {
    private final Context context;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long sent;
    private long confirmed;
    private long sentAt;

    /** A read waits for {@code position}; {@code asker} is this node or a follower. */
    private record Waiting(long position, int asker, long token, long index) {}

    /** Of one leadership. */
    public Reads(Context context) {
        this.context = context;
    }

    /** A read begins; {@code asker} is this node or a follower, {@code index} what it must see. */
    public void add(int asker, long token, long index) {
        waiting.add(new Waiting(sent + 1, asker, token, index));
    }

    /** The newest position sent out. */
    public long position() {
        return sent;
    }

    /** Whether reads wait that no message has asked for yet. */
    public boolean hasUnsent() {
        return !waiting.isEmpty() && waiting.peekLast().position() > sent;
    }

    /** Whether no round is under way, or the one under way seems lost. */
    public boolean mayStartRound() {
        return sent == confirmed || context.now() - sentAt >= context.settings().heartbeatTicks();
    }

    /** Opens a round: the next messages carry its position. */
    public void startRound() {
        sent++;
        sentAt = context.now();
    }

    /** Enough voters have echoed everything up to a position. */
    public void confirm(long position) {
        confirmed = Math.max(confirmed, position);
        while (!waiting.isEmpty() && waiting.peekFirst().position() <= confirmed) {
            Waiting read = waiting.removeFirst();
            answer(read, read.index());
        }
    }

    /** This node no longer leads: nobody here can tell any more. */
    public void failAll() {
        while (!waiting.isEmpty()) {
            answer(waiting.removeFirst(), -1);
        }
    }

    private void answer(Waiting read, long index) {
        if (read.asker() != context.self()) {
            context.send(read.asker(), new Message.ReadIndexResponse(read.token(), index));
        } else if (index < 0) {
            context.emit(new Effect.ReadFailed(read.token()));
        } else {
            context.emit(new Effect.ReadReady(read.token(), index));
        }
    }
}
