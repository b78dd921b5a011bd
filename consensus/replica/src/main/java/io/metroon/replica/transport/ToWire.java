package io.metroon.replica.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfigCodec;
import io.metroon.replica.condition.Condition;
import io.metroon.replica.condition.StateMark;
import io.metroon.replica.snapshot.SnapshotMessage;
import io.metroon.replica.wire.Wire;

/** Messages to their form on the wire: one method a message, so that a new message does not compile until it has one. */
final class ToWire implements Message.Handler {
    private final Wire.Envelope.Builder envelope;

    ToWire(Wire.Envelope.Builder envelope) {
        this.envelope = envelope;
    }

    static void snapshot(SnapshotMessage message, Wire.Envelope.Builder envelope) {
        if (message instanceof SnapshotMessage.ManifestRequest request) {
            envelope.setManifestRequest(Wire.ManifestRequest.newBuilder().setSlot(request.slot()));
        } else if (message instanceof SnapshotMessage.ManifestReply reply) {
            envelope.setManifestReply(Wire.ManifestReply.newBuilder()
                    .setSlot(reply.slot())
                    .setEncoded(UnsafeByteOperations.unsafeWrap(reply.encoded())));
        } else if (message instanceof SnapshotMessage.ChunkRequest request) {
            envelope.setChunkRequest(
                    Wire.ChunkRequest.newBuilder().setSlot(request.slot()).setChunk(request.chunk()));
        } else if (message instanceof SnapshotMessage.ChunkReply reply) {
            envelope.setChunkReply(Wire.ChunkReply.newBuilder()
                    .setSlot(reply.slot())
                    .setChunk(reply.chunk())
                    .setOctets(UnsafeByteOperations.unsafeWrap(reply.octets())));
        }
    }

    static Wire.Condition condition(Condition condition) {
        Wire.Condition.Builder wire =
                Wire.Condition.newBuilder().setRoom(condition.room().code()).setQuarantined(condition.quarantined());
        for (StateMark mark : condition.marks()) {
            wire.addMarks(Wire.StateMark.newBuilder().setSlot(mark.slot()).setDigest(hash(mark.digest())));
        }
        return wire.build();
    }

    static Wire.Ballot ballot(Ballot ballot) {
        return Wire.Ballot.newBuilder()
                .setRound(ballot.round())
                .setNode(ballot.node())
                .build();
    }

    static Wire.Hash hash(Hash128 hash) {
        return Wire.Hash.newBuilder().setHigh(hash.high()).setLow(hash.low()).build();
    }

    static Wire.Entry entry(Entry entry) {
        return Wire.Entry.newBuilder()
                .setSlot(entry.slot())
                .setBallot(ballot(entry.ballot()))
                .setKind(entry.kind().code())
                .setStamp(entry.stamp())
                // Payloads never change once an entry exists, so they need no copy here.
                .setPayload(UnsafeByteOperations.unsafeWrap(entry.payload()))
                .setHash(hash(entry.hash()))
                .build();
    }

    private static Wire.Vote vote(Vote vote) {
        Wire.Vote.Builder wire = Wire.Vote.newBuilder()
                .setSlot(vote.slot())
                .setState(state(vote.state()))
                .setBallot(ballot(vote.ballot()))
                .setHash(hash(vote.hash()));
        Entry entry = vote.entry();
        if (entry != null) {
            wire.setEntry(entry(entry));
        }
        return wire.build();
    }

    private static Wire.Vote.State state(Vote.State state) {
        return switch (state) {
            case VALUE -> Wire.Vote.State.VALUE;
            case ID_ONLY -> Wire.Vote.State.ID_ONLY;
            case FAULT -> Wire.Vote.State.FAULT;
            case CHOSEN -> Wire.Vote.State.CHOSEN;
        };
    }

    private static Wire.Held held(Message.Held held) {
        return Wire.Held.newBuilder()
                .setSlot(held.slot())
                .setHash(hash(held.hash()))
                .build();
    }

    private static Wire.SlotRange range(SlotRange range) {
        return Wire.SlotRange.newBuilder()
                .setFrom(range.from())
                .setTo(range.to())
                .build();
    }

    @Override
    public void on(int to, Message.Probe message) {
        Wire.Probe.Builder probe =
                Wire.Probe.newBuilder().setAttempt(message.attempt()).setChosenUpTo(message.chosenUpTo());
        if (!message.last().equals(Position.UNSAID)) {
            probe.setLast(position(message.last()));
        }
        envelope.setProbe(probe);
    }

    @Override
    public void on(int to, Message.ProbeReply message) {
        envelope.setProbeReply(Wire.ProbeReply.newBuilder()
                .setAttempt(message.attempt())
                .setOk(message.ok())
                .setPromised(ballot(message.promised()))
                .setChosenUpTo(message.chosenUpTo()));
    }

    @Override
    public void on(int to, Message.Prepare message) {
        envelope.setPrepare(
                Wire.Prepare.newBuilder().setBallot(ballot(message.ballot())).setFromSlot(message.fromSlot()));
    }

    @Override
    public void on(int to, Message.Promise message) {
        Wire.Promise.Builder promise = Wire.Promise.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setAfterSlot(message.afterSlot())
                .setThroughSlot(message.throughSlot())
                .setChosenUpTo(message.chosenUpTo());
        message.votes().forEach(vote -> promise.addVotes(vote(vote)));
        message.faults().forEach(range -> promise.addFaults(range(range)));
        envelope.setPromise(promise);
    }

    @Override
    public void on(int to, Message.Reject message) {
        envelope.setReject(
                Wire.Reject.newBuilder().setBallot(ballot(message.ballot())).setPromised(ballot(message.promised())));
    }

    @Override
    public void on(int to, Message.Accept message) {
        Wire.Accept.Builder accept = Wire.Accept.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setStartSlot(message.startSlot())
                .setCommitUpTo(message.commitUpTo())
                .setReadPosition(message.readPosition());
        message.entries().forEach(entry -> accept.addEntries(entry(entry)));
        envelope.setAccept(accept);
    }

    @Override
    public void on(int to, Message.Accepted message) {
        envelope.setAccepted(Wire.Accepted.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setAckUpTo(message.ackUpTo())
                .setReadPosition(message.readPosition())
                .setApplied(message.applied()));
    }

    @Override
    public void on(int to, Message.Heartbeat message) {
        envelope.setHeartbeat(Wire.Heartbeat.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setStartSlot(message.startSlot())
                .setLastSlot(message.lastSlot())
                .setCommitUpTo(message.commitUpTo())
                .setReadPosition(message.readPosition())
                .setHappy(message.happy())
                .setHashSlot(message.hashSlot())
                .setRunningHash(hash(message.runningHash())));
    }

    @Override
    public void on(int to, Message.HeartbeatAck message) {
        envelope.setHeartbeatAck(Wire.HeartbeatAck.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setReadPosition(message.readPosition())
                .setReceivedUpTo(message.receivedUpTo())
                .setApplied(message.applied()));
    }

    @Override
    public void on(int to, Message.LearnRequest message) {
        Wire.LearnRequest.Builder request =
                Wire.LearnRequest.newBuilder().setFromSlot(message.fromSlot()).setToSlot(message.toSlot());
        message.held().forEach(held -> request.addHeld(held(held)));
        envelope.setLearnRequest(request);
    }

    @Override
    public void on(int to, Message.LearnResponse message) {
        Wire.LearnResponse.Builder response =
                Wire.LearnResponse.newBuilder().setFromSlot(message.fromSlot()).setChosenUpTo(message.chosenUpTo());
        message.entries().forEach(entry -> response.addEntries(entry(entry)));
        message.confirmed().forEach(held -> response.addConfirmed(held(held)));
        envelope.setLearnResponse(response);
    }

    @Override
    public void on(int to, Message.SnapshotOffer message) {
        envelope.setSnapshotOffer(Wire.SnapshotOffer.newBuilder().setSlot(message.slot()));
    }

    @Override
    public void on(int to, Message.ValueRequest message) {
        envelope.setValueRequest(Wire.ValueRequest.newBuilder()
                .setSlot(message.slot())
                .setBallot(ballot(message.ballot()))
                .setHash(hash(message.hash())));
    }

    @Override
    public void on(int to, Message.ValueResponse message) {
        envelope.setValueResponse(Wire.ValueResponse.newBuilder().setEntry(entry(message.entry())));
    }

    @Override
    public void on(int to, Message.ReadIndexRequest message) {
        envelope.setReadIndexRequest(Wire.ReadIndexRequest.newBuilder().setToken(message.token()));
    }

    @Override
    public void on(int to, Message.ReadIndexResponse message) {
        envelope.setReadIndexResponse(
                Wire.ReadIndexResponse.newBuilder().setToken(message.token()).setIndex(message.index()));
    }

    @Override
    public void on(int to, Message.QuorumReadRequest message) {
        envelope.setQuorumReadRequest(Wire.QuorumReadRequest.newBuilder().setToken(message.token()));
    }

    @Override
    public void on(int to, Message.QuorumReadResponse message) {
        envelope.setQuorumReadResponse(
                Wire.QuorumReadResponse.newBuilder().setToken(message.token()).setHighest(message.highest()));
    }

    @Override
    public void on(int to, Message.Pulse message) {
        envelope.setPulse(Wire.Pulse.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setRound(message.round())
                .setCommitUpTo(message.commitUpTo())
                .setEcho(message.echo())
                .setLeaseFree(message.leaseFree()));
    }

    @Override
    public void on(int to, Message.PulseAck message) {
        envelope.setPulseAck(Wire.PulseAck.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setRound(message.round())
                .setStamp(message.stamp())
                .setLeaseNanos(message.leaseNanos()));
    }

    @Override
    public void on(int to, Message.Forward message) {
        envelope.setForward(Wire.Forward.newBuilder()
                .setTicket(message.ticket())
                .setPayload(UnsafeByteOperations.unsafeWrap(message.payload())));
    }

    @Override
    public void on(int to, Message.ForwardRefused message) {
        envelope.setForwardRefused(
                Wire.ForwardRefused.newBuilder().setTicket(message.ticket()).setOverloaded(message.overloaded()));
    }

    @Override
    public void on(int to, Message.Transfer message) {
        envelope.setTransfer(Wire.Transfer.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setToken(message.token())
                .setLastSlot(message.lastSlot()));
    }

    @Override
    public void on(int to, Message.Sealed message) {
        envelope.setSealed(Wire.Sealed.newBuilder()
                .setConfig(config(message.config()))
                .setChosenUpTo(message.chosenUpTo())
                .setHash(hash(message.hash())));
    }

    @Override
    public void on(int to, Message.EpochQuery message) {
        envelope.setEpochQuery(Wire.EpochQuery.newBuilder().setEpoch(message.epoch()));
    }

    @Override
    public void on(int to, Message.AdminRequest message) {
        Wire.AdminRequest.Builder request = Wire.AdminRequest.newBuilder().setTicket(message.ticket());
        if (message.request() instanceof Admin.Reconfigure reconfigure) {
            request.setReconfigure(config(reconfigure.next()));
        } else if (message.request() instanceof Admin.Transfer transfer) {
            request.setTransfer(transfer.node());
        }
        envelope.setAdminRequest(request);
    }

    @Override
    public void on(int to, Message.AdminReply message) {
        envelope.setAdminReply(Wire.AdminReply.newBuilder()
                .setTicket(message.ticket())
                .setVerdict(message.outcome().verdict().code())
                .setDetail(message.outcome().detail()));
    }

    @Override
    public void on(int to, Message.RequestVote message) {
        envelope.setRequestVote(Wire.RequestVote.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setChosenUpTo(message.chosenUpTo())
                .setLast(position(message.last())));
    }

    @Override
    public void on(int to, Message.VoteReply message) {
        envelope.setVoteReply(Wire.VoteReply.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setGranted(message.granted())
                .setPromised(ballot(message.promised()))
                .setChosenUpTo(message.chosenUpTo()));
    }

    @Override
    public void on(int to, Message.AppendEntries message) {
        Wire.AppendEntries.Builder append = Wire.AppendEntries.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setPrev(position(message.prev()))
                .setCommitUpTo(message.commitUpTo())
                .setReadPosition(message.readPosition())
                .setHappy(message.happy())
                .setHashSlot(message.hashSlot())
                .setRunningHash(hash(message.runningHash()));
        message.entries().forEach(entry -> append.addEntries(entry(entry)));
        envelope.setAppendEntries(append);
    }

    @Override
    public void on(int to, Message.AppendReply message) {
        envelope.setAppendReply(Wire.AppendReply.newBuilder()
                .setBallot(ballot(message.ballot()))
                .setPromised(ballot(message.promised()))
                .setMatched(message.matched())
                .setAckUpTo(message.ackUpTo())
                .setReceivedUpTo(message.receivedUpTo())
                .setReadPosition(message.readPosition())
                .setApplied(message.applied()));
    }

    private static Wire.Position position(Position position) {
        return Wire.Position.newBuilder()
                .setSlot(position.slot())
                .setTerm(position.term())
                .build();
    }

    private static ByteString config(EpochConfig config) {
        return UnsafeByteOperations.unsafeWrap(EpochConfigCodec.encode(config));
    }
}
