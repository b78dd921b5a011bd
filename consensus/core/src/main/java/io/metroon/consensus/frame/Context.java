package io.metroon.consensus.frame;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.Effect;
import io.metroon.consensus.EffectSink;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Message;
import io.metroon.consensus.SteadyTime;
import io.metroon.consensus.TraceEvent;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the parts of a core share: who they are, in which epoch, what time it is, and the way out. Records gather until
 * another effect is emitted, so one step appends as little often as it can and always before it sends.
 *
 * <p>Invariant: nothing of an epoch is sent before the record that this node entered it is durable.
 */
public final class Context {
    private final int self;
    private final StoreId store;
    private final ConsensusSettings settings;
    private final EpochRules rules;
    private final ReadRules readRules;
    private final RandomGenerator random;
    private final List<LogRecord> gathered = new ArrayList<>();
    private EpochConfig epoch;
    private List<Integer> peers;
    private List<Integer> voterPeers;
    private long enteredLsn;
    private final Pledge pledge;
    private final Stamps stamps;
    private long now;
    private long wallClockMillis;
    private SteadyTime steadyTime = new SteadyTime(0, 0);
    private boolean clocksDisagree;
    private long lastLsn;
    private long durableLsn;
    private long unsyncedSince;
    private EffectSink out = effect -> {};

    /** Of a node that was in this epoch when its log ended. */
    public Context(
            int self,
            StoreId store,
            EpochConfig epoch,
            ConsensusSettings settings,
            EpochRules rules,
            ReadRules readRules,
            RandomGenerator random,
            long lastLsn) {
        this.self = self;
        this.store = store;
        this.settings = settings;
        this.rules = rules;
        this.readRules = readRules;
        this.random = random;
        this.lastLsn = lastLsn;
        this.durableLsn = lastLsn;
        this.epoch = epoch;
        this.peers = peersIn(epoch);
        this.voterPeers = peers.stream().filter(epoch::isVoter).toList();
        this.pledge = new Pledge(settings.reads());
        this.stamps = new Stamps(this);
        if (lastLsn > 0 && readRules.isMuteAfterRestart()) {
            pledge.restart();
        }
    }

    private List<Integer> peersIn(EpochConfig config) {
        return config.members().stream()
                .map(Member::node)
                .filter(node -> node != self)
                .toList();
    }

    /**
     * Goes over to another epoch; what is sent from here on waits until that is durable.
     *
     * @param chosenUpTo everything up to here is chosen, and its value is in the log; 0 to say nothing
     */
    void enter(EpochConfig next, long chosenUpTo) {
        epoch = next;
        peers = peersIn(next);
        voterPeers = peers.stream().filter(next::isVoter).toList();
        pledge.end();
        enteredLsn = append(new LogRecord.EpochStarted(next, chosenUpTo));
    }

    void into(EffectSink sink) {
        out = sink;
    }

    /** This node. */
    public int self() {
        return self;
    }

    /** Its data directory. */
    public StoreId store() {
        return store;
    }

    /** The configuration in force. */
    public EpochConfig epoch() {
        return epoch;
    }

    /** All other members. */
    public List<Integer> peers() {
        return peers;
    }

    /** The other members that vote. */
    public List<Integer> voterPeers() {
        return voterPeers;
    }

    /** Bounds and spans. */
    public ConsensusSettings settings() {
        return settings;
    }

    /** The rules of epochs. */
    EpochRules rules() {
        return rules;
    }

    /** The rules of reads. */
    ReadRules readRules() {
        return readRules;
    }

    /** Whether this node's data directory is a member of the epoch. */
    public boolean isMember() {
        return rules.mayAct(epoch, self, store);
    }

    /** Ticks since start. */
    public long now() {
        return now;
    }

    /** Milliseconds since 1970, for stamps only. */
    public long wallClockMillis() {
        return wallClockMillis;
    }

    void tick(long wallClock, long monotonicNanos) {
        SteadyTime then = steadyTime;
        steadyTime = SteadyTime.of(monotonicNanos, wallClock);
        clocksDisagree = now > 0 && steadyTime.disagreementNanos(then) > toleranceNanos();
        if (clocksDisagree) {
            trace(TraceEvent.CLOCKS_DISAGREED, 0);
        }
        now++;
        wallClockMillis = wallClock;
        pledge.tick(monotonicNanos);
    }

    /** What both clocks said at the last tick; it is later now. */
    SteadyTime steadyTime() {
        return steadyTime;
    }

    /** Whether the machine seems to have been suspended between the last two ticks. */
    boolean clocksDisagree() {
        return clocksDisagree;
    }

    /** How far the clocks may disagree about a span before it counts for nothing. */
    long toleranceNanos() {
        return readRules.toleranceNanos(settings.reads());
    }

    /** What this voter owes a leader. */
    Pledge pledge() {
        return pledge;
    }

    /** Whether no other node may be elected with this one's help: it owes that to a leader. */
    public boolean isMuteFor(int candidate) {
        boolean mute = pledge.isMuteFor(candidate);
        if (mute) {
            trace(TraceEvent.KEPT_PLEDGE, 0);
        }
        return mute;
    }

    /** This node's stamps. */
    Stamps stamps() {
        return stamps;
    }

    /** A number that no process of this node has begun with before. */
    long drawToken() {
        return random.nextLong() >>> 2;
    }

    /** Queues a record for the log; its LSN. */
    public long append(LogRecord record) {
        if (lastLsn == durableLsn) {
            unsyncedSince = now;
        }
        gathered.add(record);
        return ++lastLsn;
    }

    /** The last record appended, durable or not. */
    public long lastLsn() {
        return lastLsn;
    }

    /** The last record known durable. */
    public long durableLsn() {
        return durableLsn;
    }

    void durable(long lsn) {
        if (lsn > durableLsn) {
            durableLsn = lsn;
            unsyncedSince = now;
        }
    }

    /** For how many ticks the disk has owed a sync. */
    public long syncPendingTicks() {
        return lastLsn == durableLsn ? 0 : now - unsyncedSince;
    }

    /** Emits an effect, behind the records that gathered before it. */
    public void emit(Effect effect) {
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
    public void send(int to, Message message) {
        sendAfter(0, to, message);
    }

    /** Sends once the log is durable up to {@code lsn}: a peer may count on the message the moment it arrives. */
    public void sendAfter(long lsn, int to, Message message) {
        emit(new Effect.Send(to, epoch.epoch(), message, rules.gate(lsn, enteredLsn)));
    }

    /** Notes something worth seeing. */
    public void trace(TraceEvent event, long slot) {
        emit(new Effect.Trace(event, slot));
    }

    /** A number of ticks between {@code least} and {@code most}, both included. */
    public int drawTicks(int least, int most) {
        return most <= least ? least : random.nextInt(least, most + 1);
    }
}
