package io.metroon.consensus.paxos;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.Effect;
import io.metroon.consensus.EffectSink;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the parts of a core share: who they are, what time it is, and the way out. Records gather until another effect is
 * emitted, so one step appends as little often as it can and always before it sends.
 */
final class Context {
    final int self;
    final EpochConfig epoch;
    final ConsensusSettings settings;
    final PaxosRules rules;
    final RandomGenerator random;
    final List<Integer> peers;
    final List<Integer> voterPeers;

    private long now;
    private long wallClockMillis;
    private long lastLsn;
    private long durableLsn;
    private long unsyncedSince;
    private final List<LogRecord> gathered = new ArrayList<>();
    private EffectSink out = effect -> {};

    Context(
            int self,
            EpochConfig epoch,
            ConsensusSettings settings,
            PaxosRules rules,
            RandomGenerator random,
            long lastLsn) {
        this.self = self;
        this.epoch = epoch;
        this.settings = settings;
        this.rules = rules;
        this.random = random;
        this.lastLsn = lastLsn;
        this.durableLsn = lastLsn;
        this.peers = epoch.members().stream()
                .map(Member::node)
                .filter(node -> node != self)
                .toList();
        this.voterPeers = peers.stream().filter(epoch::isVoter).toList();
    }

    void into(EffectSink sink) {
        out = sink;
    }

    /** Ticks since start. */
    long now() {
        return now;
    }

    long wallClockMillis() {
        return wallClockMillis;
    }

    void tick(long wallClock) {
        now++;
        wallClockMillis = wallClock;
    }

    /** Queues a record for the log; its LSN. */
    long append(LogRecord record) {
        if (lastLsn == durableLsn) {
            unsyncedSince = now;
        }
        gathered.add(record);
        return ++lastLsn;
    }

    /** The last record appended, durable or not. */
    long lastLsn() {
        return lastLsn;
    }

    long durableLsn() {
        return durableLsn;
    }

    void durable(long lsn) {
        if (lsn > durableLsn) {
            durableLsn = lsn;
            unsyncedSince = now;
        }
    }

    /** For how many ticks the disk has owed a sync. */
    long syncPendingTicks() {
        return lastLsn == durableLsn ? 0 : now - unsyncedSince;
    }

    void emit(Effect effect) {
        flushRecords();
        out.accept(effect);
    }

    void flushRecords() {
        if (!gathered.isEmpty()) {
            out.accept(new Effect.Append(List.copyOf(gathered), lastLsn));
            gathered.clear();
        }
    }

    /** Sends something that rests on nothing unsynced. */
    void send(int to, Message message) {
        emit(new Effect.Send(to, message, 0));
    }

    /** Sends once the log is durable up to {@code lsn}: a peer may count on the message the moment it arrives. */
    void sendAfter(long lsn, int to, Message message) {
        emit(new Effect.Send(to, message, lsn));
    }

    void trace(TraceEvent event, long slot) {
        emit(new Effect.Trace(event, slot));
    }

    /** A number of ticks between {@code least} and {@code most}, both included. */
    int drawTicks(int least, int most) {
        return most <= least ? least : random.nextInt(least, most + 1);
    }
}
