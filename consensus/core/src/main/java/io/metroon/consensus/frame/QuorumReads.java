package io.metroon.consensus.frame;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads that ask q1 voters, and no leader, for the highest slot each has voted in, or holds. Whatever was acknowledged before
 * is held by q2 voters, and every q1 meets them; so it lies at or below the highest slot named. After Paxos Quorum Reads
 * (Charapko et al., 2019). Under Raft the argument is the same: q2 logs hold what is committed, and nothing committed is ever
 * truncated.
 */
final class QuorumReads {
    private static final int ASKED_MAX = 1_024;

    private final Context context;
    private final Map<Long, Asked> asked = new LinkedHashMap<>();

    private static final class Asked {
        final Set<Integer> answered = new TreeSet<>();
        final long since;
        long highest;

        Asked(long since) {
            this.since = since;
        }
    }

    QuorumReads(Context context) {
        this.context = context;
    }

    /**
     * A read begins.
     *
     * @param own the highest slot held here; -1 when damage keeps this node from knowing
     */
    void begin(long token, long own) {
        if (asked.size() >= ASKED_MAX) {
            context.emit(new Effect.ReadFailed(token));
            return;
        }
        asked.put(token, new Asked(context.now()));
        context.peers().stream()
                .filter(this::isAsked)
                .forEach(peer -> context.send(peer, new Message.QuorumReadRequest(token)));
        if (isAsked(context.self())) {
            answered(context.self(), token, own);
        }
    }

    private boolean isAsked(int node) {
        return context.readRules().answersQuorumRead(node, context.epoch());
    }

    /** A node says what it holds. */
    void answered(int node, long token, long highest) {
        Asked read = asked.get(token);
        if (read == null || highest < 0 || !isAsked(node)) {
            return;
        }
        read.answered.add(node);
        read.highest = Math.max(read.highest, highest);
        if (read.answered.size() >= context.epoch().phase1Quorum()) {
            asked.remove(token);
            context.emit(new Effect.ReadReady(token, context.readRules().quorumReadableFrom(read.highest)));
        }
    }

    /** Forgets those that found too few voters; whoever asked has lost patience by now. */
    void tick() {
        asked.values()
                .removeIf(
                        read -> context.now() - read.since > context.settings().electionTimeoutTicks());
    }

    /** Another epoch is in force, and others are to be asked. */
    void failAll() {
        List<Long> tokens = new ArrayList<>(asked.keySet());
        asked.clear();
        tokens.forEach(token -> context.emit(new Effect.ReadFailed(token)));
    }
}
