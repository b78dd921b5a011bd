package io.metroon.consensus.frame;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Positions for linearizable reads at the leader: a read that begins now gets a position above all confirmed ones, and
 * may be evaluated at the commit point of that moment once enough voters have echoed the position under the leader's
 * ballot. Positions ride on accepts and heartbeats and never repeat, so an old echo can't serve a new read.
 */
final class Reads {
    private final Context context;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** The newest position that each voter has echoed. */
    private final Map<Integer, Long> echoed = new TreeMap<>();

    private long sent;
    private long confirmed;
    private long sentAt;

    /** A read waits for {@code position}; {@code asker} is this node or a follower. */
    private record Waiting(long position, int asker, long token, long index) {}

    /** Of one leadership. */
    Reads(Context context) {
        this.context = context;
        context.voterPeers().forEach(voter -> echoed.put(voter, 0L));
    }

    /** A read begins; {@code asker} is this node or a follower, {@code index} what it must see. */
    void add(int asker, long token, long index) {
        waiting.add(new Waiting(context.readRules().positionFor(sent, confirmed), asker, token, index));
    }

    /** The newest position sent out. */
    long position() {
        return sent;
    }

    /** Whether reads wait that no message has asked for yet. */
    boolean hasUnsent() {
        return !waiting.isEmpty() && waiting.peekLast().position() > sent;
    }

    /** Whether no round is under way, or the one under way seems lost. */
    boolean mayStartRound() {
        return sent == confirmed || context.now() - sentAt >= context.settings().heartbeatTicks();
    }

    /** Opens a round: the next messages carry its position. */
    void startRound() {
        sent++;
        sentAt = context.now();
        confirm();
    }

    /** A node has echoed a position; only voters count. */
    void echoed(int node, long position) {
        if (echoed.containsKey(node) && position > echoed.getOrDefault(node, 0L)) {
            echoed.put(node, position);
            confirm();
        }
    }

    private void confirm() {
        confirmIfEchoed(sent);
        echoed.values().forEach(this::confirmIfEchoed);
    }

    private void confirmIfEchoed(long position) {
        long echoes = echoed.values().stream().filter(echo -> echo >= position).count();
        if (context.readRules().confirmsRead(echoes + 1, context.epoch())) {
            confirm(position);
        }
    }

    private void confirm(long position) {
        confirmed = Math.max(confirmed, position);
        while (!waiting.isEmpty() && waiting.peekFirst().position() <= confirmed) {
            Waiting read = waiting.removeFirst();
            answer(read, read.index());
        }
    }

    /** This node no longer leads: nobody here can tell any more. */
    void failAll() {
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
