package io.metroon.consensus.frame;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.CoreView;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The engine of a node that its epoch does not list: votes in nothing and learns nothing, but asks from time to time what
 * has become of the cluster.
 */
final class Outsider implements Engine {
    /** Ticks between two questions. */
    private static final int ASK_TICKS = 30;

    private final Context context;
    private long ticks;

    Outsider(Context context) {
        this.context = context;
    }

    @Override
    public void received(int from, Message message) {
        // Whoever is no member has no say.
    }

    @Override
    public void tick() {
        if (ticks++ % ASK_TICKS == 0) {
            long epoch = context.epoch().epoch();
            context.peers().forEach(peer -> context.send(peer, new Message.EpochQuery(epoch)));
        }
    }

    @Override
    public void durable(long lsn) {
        // Nothing waits for it.
    }

    @Override
    public void flush() {
        // Nothing gathers.
    }

    @Override
    public void peerDown(int node) {
        // The next question finds another.
    }

    @Override
    public void advance() {
        // Nothing is voted for.
    }

    @Override
    public int leader() {
        return 0;
    }

    @Override
    public boolean leads() {
        return false;
    }

    @Override
    public void propose(int from, long ticket, byte[] payload) {
        throw new IllegalStateException("an outsider leads nothing");
    }

    @Override
    public void read(int asker, long token) {
        throw new IllegalStateException("an outsider leads nothing");
    }

    @Override
    public Progress progress() {
        return new Progress(0, Map.of(), Set.of(), false);
    }

    @Override
    public void seal(EpochConfig next) {
        throw new IllegalStateException("an outsider leads nothing");
    }

    @Override
    public void transfer(int node, long token) {
        throw new IllegalStateException("an outsider leads nothing");
    }

    @Override
    public void abandonTransfer() {
        // There is none.
    }

    @Override
    public List<Proposal> end() {
        return List.of();
    }

    @Override
    public void learning(Entry entry) {
        // It holds no votes.
    }

    @Override
    public void installing(long slot, Hash128 runningHash) {
        // It holds no votes.
    }

    @Override
    public boolean follows(int leader, Ballot ballot) {
        return false;
    }

    @Override
    public long promisedLsn() {
        return 0;
    }

    @Override
    public void pulseAnswered(int from, Message.PulseAck ack) {
        // Whoever leads, this node doesn't.
    }

    @Override
    public Standing view() {
        return new Standing(CoreView.Role.FOLLOWER, Ballot.NONE, 0, false, Map.of(), false);
    }
}
