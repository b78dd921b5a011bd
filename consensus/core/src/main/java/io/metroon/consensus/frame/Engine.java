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

/**
 * The protocol of one epoch, with static membership: elects a leader, gets values chosen, and says which votes are. It gets
 * its identity and the way out from a {@link Context}, keeps votes in a {@link VoteTable}, and tells a {@link Learner} what
 * is chosen; the {@link EpochHost} does all that outlives an epoch. Same rules as for a core: no clock, no threads.
 *
 * <p>A leader that has proposed a seal proposes nothing behind it, and neither does one that found a seal when it began.
 */
public interface Engine {
    /** A message of this epoch, from a member of it. */
    void received(int from, Message message);

    /** Time passes. */
    void tick();

    /** The log is durable up to here. */
    void durable(long lsn);

    /** Nothing else is waiting: send what was gathered. */
    void flush();

    /** The connection to a peer broke. */
    void peerDown(int node);

    /** The chosen prefix moved, or the state machine caught up: take for chosen what may now be. */
    void advance();

    /** A chosen value that a peer taught is about to take the place of whatever is held in its slot. */
    void learning(Entry entry);

    /** A snapshot of this epoch is about to take the place of everything up to its slot. */
    void installing(long slot, Hash128 runningHash);

    /** The leader as far as known here, 0 for none; this node itself when it leads. */
    int leader();

    /** Whether this node leads. */
    boolean leads();

    /**
     * Proposes a command, now or when there is room; call it on a leader.
     *
     * @param from this node, or the one that forwarded it and is told of a refusal
     */
    void propose(int from, long ticket, byte[] payload);

    /**
     * Finds a position for a read; call it on a leader.
     *
     * @param asker this node, or the one that asked and is answered
     */
    void read(int asker, long token);

    /** How far the members are; call it on a leader. */
    Progress progress();

    /** Proposes the end of this epoch, and nothing behind it; call it on a leader. */
    void seal(EpochConfig next);

    /**
     * Lets another voter lead, as soon as it holds everything; call it on a leader.
     *
     * @param token of this transfer, never used again
     */
    void transfer(int node, long token);

    /** Goes on leading after all. */
    void abandonTransfer();

    /**
     * The seal is chosen: fails waiting reads first, then tells the others that it is, and does nothing more.
     *
     * @return proposals that were not made
     */
    List<Proposal> end();

    /**
     * A command that waits to be proposed.
     *
     * @param from the node that is told of a refusal
     * @param ticket of that node
     * @param payload the command
     */
    record Proposal(int from, long ticket, byte[] payload) {}

    /** Whether this node follows that leader, under the highest ballot, or term, that it is bound by. */
    boolean follows(int leader, Ballot ballot);

    /** The LSN of the record by which it is bound so. */
    long promisedLsn();

    /** A member answered a pulse; means something on a leader only. */
    void pulseAnswered(int from, Message.PulseAck ack);

    /** How it stands. */
    Standing view();

    /**
     * How an engine stands.
     *
     * @param role its mode
     * @param promised the highest ballot, or term, that it is bound by
     * @param lastSlot last slot voted in or proposed
     * @param canServe whether it leads and has applied all that it found when it began
     * @param held for a leader, what each member holds durably
     * @param sealing whether it leads and has proposed the end of the epoch
     */
    record Standing(
            CoreView.Role role,
            Ballot promised,
            long lastSlot,
            boolean canServe,
            Map<Integer, Long> held,
            boolean sealing) {}

    /** Makes the engine of an epoch. */
    @FunctionalInterface
    interface Factory {
        /** An engine for {@link Context#epoch}. */
        Engine create(Context context, VoteTable votes, Learner learner, Origin origin);
    }

    /**
     * How a node comes to be in an epoch.
     *
     * @param promised the highest promise that its log remembers from this epoch, or the epoch's first ballot
     * @param mayLeadAtOnce whether it may use the epoch's first ballot: it owns it, and has never been in this epoch before
     * @param isNew whether the epoch has only just begun here, and somebody may be about to lead it
     */
    record Origin(Ballot promised, boolean mayLeadAtOnce, boolean isNew) {}
}
