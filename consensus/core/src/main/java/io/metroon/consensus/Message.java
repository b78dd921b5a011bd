package io.metroon.consensus;

import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.List;

/**
 * What nodes say to each other. Best effort: any message may be lost, repeated, delayed or reordered. The
 * message X is handled by the method of a {@link Handler} that takes an X, so a new message does not compile until it is
 * handled.
 */
public sealed interface Message {
    /** Calls the handler's method for this message. */
    void dispatch(int from, Handler handler);

    /** One method a message. */
    interface Handler extends FrameHandler, PaxosHandler, RaftHandler {}

    /** One method for each message that means the same under every engine. */
    interface FrameHandler {
        /** See {@link ReadIndexRequest}. */
        void on(int from, ReadIndexRequest message);

        /** See {@link ReadIndexResponse}. */
        void on(int from, ReadIndexResponse message);

        /** See {@link QuorumReadRequest}. */
        void on(int from, QuorumReadRequest message);

        /** See {@link QuorumReadResponse}. */
        void on(int from, QuorumReadResponse message);

        /** See {@link Pulse}. */
        void on(int from, Pulse message);

        /** See {@link PulseAck}. */
        void on(int from, PulseAck message);

        /** See {@link Forward}. */
        void on(int from, Forward message);

        /** See {@link ForwardRefused}. */
        void on(int from, ForwardRefused message);

        /** See {@link LearnRequest}. */
        void on(int from, LearnRequest message);

        /** See {@link LearnResponse}. */
        void on(int from, LearnResponse message);

        /** See {@link SnapshotOffer}. */
        void on(int from, SnapshotOffer message);

        /** See {@link Sealed}. */
        void on(int from, Sealed message);

        /** See {@link EpochQuery}. */
        void on(int from, EpochQuery message);

        /** See {@link AdminRequest}. */
        void on(int from, AdminRequest message);

        /** See {@link AdminReply}. */
        void on(int from, AdminReply message);
    }

    /** One method for each message that both engines use, each by its own rules. */
    interface VoteHandler {
        /** See {@link Probe}. */
        void on(int from, Probe message);

        /** See {@link ProbeReply}. */
        void on(int from, ProbeReply message);

        /** See {@link ValueRequest}. */
        void on(int from, ValueRequest message);

        /** See {@link ValueResponse}. */
        void on(int from, ValueResponse message);

        /** See {@link Transfer}. */
        void on(int from, Transfer message);
    }

    /** One method for each message of Multi-Paxos. */
    interface PaxosHandler extends VoteHandler {
        /** See {@link Prepare}. */
        void on(int from, Prepare message);

        /** See {@link Promise}. */
        void on(int from, Promise message);

        /** See {@link Reject}. */
        void on(int from, Reject message);

        /** See {@link Accept}. */
        void on(int from, Accept message);

        /** See {@link Accepted}. */
        void on(int from, Accepted message);

        /** See {@link Heartbeat}. */
        void on(int from, Heartbeat message);

        /** See {@link HeartbeatAck}. */
        void on(int from, HeartbeatAck message);
    }

    /** One method for each message of Raft. */
    interface RaftHandler extends VoteHandler {
        /** See {@link RequestVote}. */
        void on(int from, RequestVote message);

        /** See {@link VoteReply}. */
        void on(int from, VoteReply message);

        /** See {@link AppendEntries}. */
        void on(int from, AppendEntries message);

        /** See {@link AppendReply}. */
        void on(int from, AppendReply message);
    }

    /** Means the same under every engine. */
    sealed interface ForFrame extends Message {
        /** Calls the handler's method for this message. */
        void dispatch(int from, FrameHandler handler);

        @Override
        default void dispatch(int from, Handler handler) {
            dispatch(from, (FrameHandler) handler);
        }
    }

    /** Is about what is chosen, or about epochs: it may be said and believed whatever epoch either side is in. */
    sealed interface AcrossEpochs extends ForFrame {}

    /** Is used by both engines, each by its own rules. */
    sealed interface ForBoth extends Message {
        /** Calls the handler's method for this message. */
        void dispatch(int from, VoteHandler handler);

        @Override
        default void dispatch(int from, Handler handler) {
            dispatch(from, (VoteHandler) handler);
        }
    }

    /** Belongs to Raft. */
    sealed interface ForRaft extends Message {
        /** Calls the handler's method for this message. */
        void dispatch(int from, RaftHandler handler);

        @Override
        default void dispatch(int from, Handler handler) {
            dispatch(from, (RaftHandler) handler);
        }
    }

    /** Belongs to Multi-Paxos. */
    sealed interface ForPaxos extends Message {
        /** Calls the handler's method for this message. */
        void dispatch(int from, PaxosHandler handler);

        @Override
        default void dispatch(int from, Handler handler) {
            dispatch(from, (PaxosHandler) handler);
        }
    }

    /**
     * Would you let me lead? Changes no ballot, so a node that can't reach a quorum disturbs nobody.
     *
     * @param attempt of the sender, echoed
     * @param chosenUpTo the sender's chosen prefix
     * @param last where the sender's log ends; {@link Position#UNSAID} under Multi-Paxos, where it doesn't matter
     */
    record Probe(long attempt, long chosenUpTo, Position last) implements ForBoth {
        /** Of an engine under which any voter may lead. */
        public Probe(long attempt, long chosenUpTo) {
            this(attempt, chosenUpTo, Position.UNSAID);
        }

        @Override
        public void dispatch(int from, VoteHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Yes, unless a happy leader was heard of lately.
     *
     * @param attempt echoed
     * @param ok whether the sender would promise
     * @param promised the highest ballot the sender has promised
     * @param chosenUpTo the sender's chosen prefix
     */
    record ProbeReply(long attempt, boolean ok, Ballot promised, long chosenUpTo) implements ForBoth {
        @Override
        public void dispatch(int from, VoteHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Phase 1a for every slot from {@code fromSlot} on.
     *
     * @param ballot to promise
     * @param fromSlot first slot not known chosen by the candidate
     */
    record Prepare(Ballot ballot, long fromSlot) implements ForPaxos {
        @Override
        public void dispatch(int from, PaxosHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Phase 1b, perhaps in parts. Lists every vote in its stretch of slots; a slot not listed there was never voted in,
     * unless it lies in a faulty range. The parts may come in any order, and those of a repeated answer mix with them: each
     * says which slots it covers.
     *
     * @param ballot promised
     * @param afterSlot the stretch begins behind this slot; {@code chosenUpTo} in the first part
     * @param throughSlot the last slot of the stretch; {@link Long#MAX_VALUE} in the last part
     * @param chosenUpTo all slots up to here are chosen, and the sender can teach them
     * @param votes in slot order
     * @param faults ranges in which votes may have been lost
     */
    record Promise(
            Ballot ballot, long afterSlot, long throughSlot, long chosenUpTo, List<Vote> votes, List<SlotRange> faults)
            implements ForPaxos {
        @Override
        public void dispatch(int from, PaxosHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The answer to any ballot below the promise.
     *
     * @param ballot refused
     * @param promised the durable promise that forbids it
     */
    record Reject(Ballot ballot, Ballot promised) implements ForPaxos {
        @Override
        public void dispatch(int from, PaxosHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Phase 2a for consecutive slots, and the leader's news.
     *
     * @param ballot of the leader
     * @param startSlot the first slot this ballot proposes in: all below are chosen
     * @param entries consecutive slots, under {@code ballot}; not empty
     * @param commitUpTo all slots up to here are chosen
     * @param readPosition newest position the leader wants confirmed for reads
     */
    record Accept(Ballot ballot, long startSlot, List<Entry> entries, long commitUpTo, long readPosition)
            implements ForPaxos {
        @Override
        public void dispatch(int from, PaxosHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Phase 2b: under {@code ballot} the sender holds durably every slot from that ballot's start to {@code ackUpTo}.
     *
     * @param ballot voted in
     * @param ackUpTo end of the prefix held
     * @param readPosition echoed
     * @param applied the sender's applied slot
     */
    record Accepted(Ballot ballot, long ackUpTo, long readPosition, long applied) implements ForPaxos {
        @Override
        public void dispatch(int from, PaxosHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The leader is here.
     *
     * @param ballot of the leader
     * @param startSlot the first slot this ballot proposes in
     * @param lastSlot the last slot proposed
     * @param commitUpTo all slots up to here are chosen
     * @param readPosition newest position to confirm
     * @param happy whether the leader hears a phase-2 quorum and its disk
     * @param hashSlot slot of {@code runningHash}, 0 for none
     * @param runningHash the chain of entry hashes up to {@code hashSlot}
     */
    record Heartbeat(
            Ballot ballot,
            long startSlot,
            long lastSlot,
            long commitUpTo,
            long readPosition,
            boolean happy,
            long hashSlot,
            Hash128 runningHash)
            implements ForPaxos {
        @Override
        public void dispatch(int from, PaxosHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The answer to a heartbeat.
     *
     * @param ballot of the leader
     * @param readPosition echoed
     * @param receivedUpTo end of the prefix received under the ballot, durable or not: a hint for sending again
     * @param applied the sender's applied slot
     */
    record HeartbeatAck(Ballot ballot, long readPosition, long receivedUpTo, long applied) implements ForPaxos {
        @Override
        public void dispatch(int from, PaxosHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Elect me in this term. Raft, section 5.2 and 5.4.1.
     *
     * @param ballot the term and the candidate
     * @param chosenUpTo the candidate's chosen prefix
     * @param last where its log ends
     */
    record RequestVote(Ballot ballot, long chosenUpTo, Position last) implements ForRaft {
        @Override
        public void dispatch(int from, RaftHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The answer.
     *
     * @param ballot of the candidate
     * @param granted whether it has the sender's vote
     * @param promised the sender's term, and whom it voted for in it
     * @param chosenUpTo the sender's chosen prefix
     */
    record VoteReply(Ballot ballot, boolean granted, Ballot promised, long chosenUpTo) implements ForRaft {
        @Override
        public void dispatch(int from, RaftHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Entries that follow in the leader's log behind one that the follower must have; without entries, a heartbeat. Raft,
     * section 5.3.
     *
     * @param ballot the term and its leader
     * @param prev the position of the entry before these
     * @param entries consecutive slots behind {@code prev}, each under the ballot in which it was created; perhaps none
     * @param commitUpTo all slots up to here are chosen
     * @param readPosition newest position the leader wants confirmed for reads
     * @param happy whether the leader hears a phase-2 quorum and its disk
     * @param hashSlot slot of {@code runningHash}, 0 for none
     * @param runningHash the chain of entry hashes up to {@code hashSlot}
     */
    record AppendEntries(
            Ballot ballot,
            Position prev,
            List<Entry> entries,
            long commitUpTo,
            long readPosition,
            boolean happy,
            long hashSlot,
            Hash128 runningHash)
            implements ForRaft {
        @Override
        public void dispatch(int from, RaftHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The answer.
     *
     * @param ballot of the leader
     * @param promised the sender's term, if it is a newer one: then nothing else counts
     * @param matched whether the sender's log has the leader's entry at {@code prev}
     * @param ackUpTo end of the prefix that is durable there and the same as the leader's
     * @param receivedUpTo end of the prefix that is the same, durable or not; without a match, where it may be the same yet
     * @param readPosition echoed
     * @param applied the sender's applied slot
     */
    record AppendReply(
            Ballot ballot,
            Ballot promised,
            boolean matched,
            long ackUpTo,
            long receivedUpTo,
            long readPosition,
            long applied)
            implements ForRaft {
        @Override
        public void dispatch(int from, RaftHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Teach me chosen values. Any replica may be asked.
     *
     * @param fromSlot first slot wanted
     * @param toSlot last slot wanted
     * @param held identities of votes already held there, so that equal values need not travel
     */
    record LearnRequest(long fromSlot, long toSlot, List<Held> held) implements AcrossEpochs {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The identity of a value held at a slot.
     *
     * @param slot the slot
     * @param hash of the value
     */
    record Held(long slot, Hash128 hash) {}

    /**
     * Chosen values from {@code fromSlot} on, without a gap between entries and confirmations together.
     *
     * @param fromSlot first slot answered
     * @param entries chosen values
     * @param confirmed slots where the value held is the chosen one
     * @param chosenUpTo the sender's chosen prefix
     */
    record LearnResponse(long fromSlot, List<Entry> entries, List<Held> confirmed, long chosenUpTo)
            implements AcrossEpochs {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The slots asked for are compacted here; there is a snapshot instead.
     *
     * @param slot of the snapshot
     */
    record SnapshotOffer(long slot) implements AcrossEpochs {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Do you have this value? Repairs one vote whose payload was damaged.
     *
     * @param slot the slot
     * @param ballot the vote's ballot
     * @param hash the value's identity
     */
    record ValueRequest(long slot, Ballot ballot, Hash128 hash) implements ForBoth {
        @Override
        public void dispatch(int from, VoteHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The value asked for.
     *
     * @param entry with the slot and hash asked for
     */
    record ValueResponse(Entry entry) implements ForBoth {
        @Override
        public void dispatch(int from, VoteHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * At which slot may I read?
     *
     * @param token of the asker, new for every attempt
     */
    record ReadIndexRequest(long token) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The slot to have applied before the read, or that the receiver does not lead.
     *
     * @param token echoed
     * @param index the slot; -1 when the sender is not a leader that can tell
     */
    record ReadIndexResponse(long token, long index) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * What is the highest slot that you have voted in, or hold?
     *
     * @param token of the asker, new for every attempt
     */
    record QuorumReadRequest(long token) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * That slot.
     *
     * @param token echoed
     * @param highest the slot; -1 when damage keeps the sender from knowing
     */
    record QuorumReadResponse(long token, long highest) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Do you still follow me? Asked at every heartbeat, for leases and for reads of bounded staleness.
     *
     * @param ballot of the leader
     * @param round of asking, above all before it under this ballot
     * @param commitUpTo all slots up to here are chosen
     * @param echo a stamp of the receiver: all that was acknowledged before it was given is within {@code commitUpTo}; 0 for
     *     none
     * @param leaseFree the leader holds no lease, and no answer to an earlier round will ever give it one
     */
    record Pulse(Ballot ballot, long round, long commitUpTo, long echo, boolean leaseFree) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * The sender follows that leader.
     *
     * @param ballot of the leader
     * @param round echoed
     * @param stamp of the sender's clocks when it answered; means something to the sender only
     * @param leaseNanos for how long, from when it received the round, the sender lets nobody else be elected
     */
    record PulseAck(Ballot ballot, long round, long stamp, long leaseNanos) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Propose this for me.
     *
     * @param ticket of the sender
     * @param payload the command
     */
    record Forward(long ticket, byte[] payload) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * I did not and shall not propose it.
     *
     * @param ticket echoed
     * @param overloaded whether for load, rather than for want of leadership
     */
    record ForwardRefused(long ticket, boolean overloaded) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Lead, if you will: you hold all that I have proposed.
     *
     * @param ballot of the leader
     * @param token of this transfer, obeyed once
     * @param lastSlot the last slot proposed
     */
    record Transfer(Ballot ballot, long token, long lastSlot) implements ForBoth {
        @Override
        public void dispatch(int from, VoteHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * All epochs before this one are over. The answer to whatever belongs to one of them.
     *
     * @param config in force at the sender
     * @param chosenUpTo the sender's chosen prefix
     * @param hash the chain of entry hashes up to the end of that prefix, if it is the seal; otherwise zero
     */
    record Sealed(EpochConfig config, long chosenUpTo, Hash128 hash) implements AcrossEpochs {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Which epoch is it? Asked by a node that is no member of the newest it knows. The answer is {@link Sealed}.
     *
     * @param epoch the newest it knows
     */
    record EpochQuery(long epoch) implements AcrossEpochs {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * Do this for an operator, as leader.
     *
     * @param ticket of the sender
     * @param request what to do
     */
    record AdminRequest(long ticket, Admin request) implements ForFrame {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }

    /**
     * What came of it. The epoch may have changed meanwhile.
     *
     * @param ticket echoed
     * @param outcome what came of it
     */
    record AdminReply(long ticket, AdminOutcome outcome) implements AcrossEpochs {
        @Override
        public void dispatch(int from, FrameHandler handler) {
            handler.on(from, this);
        }
    }
}
