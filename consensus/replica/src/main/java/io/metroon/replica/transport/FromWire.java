package io.metroon.replica.transport;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.Position;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.EpochConfigCodec;
import io.metroon.replica.condition.Condition;
import io.metroon.replica.condition.DiskRoom;
import io.metroon.replica.condition.StateMark;
import io.metroon.replica.snapshot.SnapshotMessage;
import io.metroon.replica.transport.Envelope.Body;
import io.metroon.replica.wire.Wire;
import java.util.List;
import java.util.function.Function;

/** Messages from their form on the wire. What does not add up is an {@link IllegalArgumentException}. */
final class FromWire {
    private FromWire() {}

    static Body body(Wire.Envelope wire) {
        return switch (wire.getBodyCase()) {
            case MANIFEST_REQUEST ->
                snapshot(new SnapshotMessage.ManifestRequest(
                        wire.getManifestRequest().getSlot()));
            case MANIFEST_REPLY ->
                snapshot(new SnapshotMessage.ManifestReply(
                        wire.getManifestReply().getSlot(),
                        wire.getManifestReply().getEncoded().toByteArray()));
            case CHUNK_REQUEST ->
                snapshot(new SnapshotMessage.ChunkRequest(
                        wire.getChunkRequest().getSlot(), wire.getChunkRequest().getChunk()));
            case CHUNK_REPLY ->
                snapshot(new SnapshotMessage.ChunkReply(
                        wire.getChunkReply().getSlot(),
                        wire.getChunkReply().getChunk(),
                        wire.getChunkReply().getOctets().toByteArray()));
            case CONDITION -> new Body.Status(condition(wire.getCondition()));
            default -> new Body.Consensus(message(wire));
        };
    }

    private static Body snapshot(SnapshotMessage message) {
        return new Body.Snapshot(message);
    }

    private static Condition condition(Wire.Condition wire) {
        if (wire.getMarksCount() > Condition.MARKS_MAX) {
            throw new IllegalArgumentException(wire.getMarksCount() + " marks of a state are too many");
        }
        List<StateMark> marks = wire.getMarksList().stream()
                .map(mark -> new StateMark(mark.getSlot(), hash(mark.getDigest())))
                .toList();
        return new Condition(DiskRoom.ofCode(wire.getRoom()), wire.getQuarantined(), marks);
    }

    private static Message message(Wire.Envelope wire) {
        return switch (wire.getBodyCase()) {
            case PROBE -> probe(wire.getProbe());
            case PROBE_REPLY -> probeReply(wire.getProbeReply());
            case PREPARE ->
                new Message.Prepare(
                        ballot(wire.getPrepare().getBallot()), wire.getPrepare().getFromSlot());
            case PROMISE -> promise(wire.getPromise());
            case REJECT ->
                new Message.Reject(
                        ballot(wire.getReject().getBallot()),
                        ballot(wire.getReject().getPromised()));
            case ACCEPT -> accept(wire.getAccept());
            case ACCEPTED -> accepted(wire.getAccepted());
            case HEARTBEAT -> heartbeat(wire.getHeartbeat());
            case HEARTBEAT_ACK -> heartbeatAck(wire.getHeartbeatAck());
            case LEARN_REQUEST -> learnRequest(wire.getLearnRequest());
            case LEARN_RESPONSE -> learnResponse(wire.getLearnResponse());
            case SNAPSHOT_OFFER ->
                new Message.SnapshotOffer(wire.getSnapshotOffer().getSlot());
            case VALUE_REQUEST -> valueRequest(wire.getValueRequest());
            case VALUE_RESPONSE ->
                new Message.ValueResponse(entry(wire.getValueResponse().getEntry()));
            case READ_INDEX_REQUEST ->
                new Message.ReadIndexRequest(wire.getReadIndexRequest().getToken());
            case READ_INDEX_RESPONSE ->
                new Message.ReadIndexResponse(
                        wire.getReadIndexResponse().getToken(),
                        wire.getReadIndexResponse().getIndex());
            case QUORUM_READ_REQUEST ->
                new Message.QuorumReadRequest(wire.getQuorumReadRequest().getToken());
            case QUORUM_READ_RESPONSE ->
                new Message.QuorumReadResponse(
                        wire.getQuorumReadResponse().getToken(),
                        wire.getQuorumReadResponse().getHighest());
            case PULSE -> pulse(wire.getPulse());
            case PULSE_ACK -> pulseAck(wire.getPulseAck());
            case FORWARD ->
                new Message.Forward(
                        wire.getForward().getTicket(),
                        wire.getForward().getPayload().toByteArray());
            case FORWARD_REFUSED ->
                new Message.ForwardRefused(
                        wire.getForwardRefused().getTicket(),
                        wire.getForwardRefused().getOverloaded());
            case TRANSFER ->
                new Message.Transfer(
                        ballot(wire.getTransfer().getBallot()),
                        wire.getTransfer().getToken(),
                        wire.getTransfer().getLastSlot());
            case SEALED ->
                new Message.Sealed(
                        EpochConfigCodec.decode(wire.getSealed().getConfig().toByteArray()),
                        wire.getSealed().getChosenUpTo(),
                        hash(wire.getSealed().getHash()));
            case EPOCH_QUERY -> new Message.EpochQuery(wire.getEpochQuery().getEpoch());
            case ADMIN_REQUEST -> adminRequest(wire.getAdminRequest());
            case ADMIN_REPLY ->
                new Message.AdminReply(
                        wire.getAdminReply().getTicket(),
                        new AdminOutcome(
                                AdminOutcome.Verdict.ofCode(wire.getAdminReply().getVerdict()),
                                wire.getAdminReply().getDetail()));
            case REQUEST_VOTE ->
                new Message.RequestVote(
                        ballot(wire.getRequestVote().getBallot()),
                        wire.getRequestVote().getChosenUpTo(),
                        position(wire.getRequestVote().getLast()));
            case VOTE_REPLY ->
                new Message.VoteReply(
                        ballot(wire.getVoteReply().getBallot()),
                        wire.getVoteReply().getGranted(),
                        ballot(wire.getVoteReply().getPromised()),
                        wire.getVoteReply().getChosenUpTo());
            case APPEND_ENTRIES -> appendEntries(wire.getAppendEntries());
            case APPEND_REPLY -> appendReply(wire.getAppendReply());
            default -> throw new IllegalArgumentException("an envelope of unknown content");
        };
    }

    private static Message adminRequest(Wire.AdminRequest wire) {
        return switch (wire.getRequestCase()) {
            case RECONFIGURE ->
                new Message.AdminRequest(
                        wire.getTicket(),
                        new Admin.Reconfigure(
                                EpochConfigCodec.decode(wire.getReconfigure().toByteArray())));
            case TRANSFER -> new Message.AdminRequest(wire.getTicket(), new Admin.Transfer(wire.getTransfer()));
            case REQUEST_NOT_SET -> throw new IllegalArgumentException("a request of unknown content");
        };
    }

    private static Message probe(Wire.Probe wire) {
        Position last = wire.hasLast() ? position(wire.getLast()) : Position.UNSAID;
        return new Message.Probe(wire.getAttempt(), wire.getChosenUpTo(), last);
    }

    private static Position position(Wire.Position wire) {
        return new Position(wire.getSlot(), wire.getTerm());
    }

    private static Message appendEntries(Wire.AppendEntries wire) {
        return new Message.AppendEntries(
                ballot(wire.getBallot()),
                position(wire.getPrev()),
                list(wire.getEntriesList(), FromWire::entry),
                wire.getCommitUpTo(),
                wire.getReadPosition(),
                wire.getHappy(),
                wire.getHashSlot(),
                hash(wire.getRunningHash()));
    }

    private static Message appendReply(Wire.AppendReply wire) {
        return new Message.AppendReply(
                ballot(wire.getBallot()),
                ballot(wire.getPromised()),
                wire.getMatched(),
                wire.getAckUpTo(),
                wire.getReceivedUpTo(),
                wire.getReadPosition(),
                wire.getApplied());
    }

    private static Message probeReply(Wire.ProbeReply wire) {
        return new Message.ProbeReply(
                wire.getAttempt(), wire.getOk(), ballot(wire.getPromised()), wire.getChosenUpTo());
    }

    private static Message promise(Wire.Promise wire) {
        return new Message.Promise(
                ballot(wire.getBallot()),
                wire.getAfterSlot(),
                wire.getThroughSlot(),
                wire.getChosenUpTo(),
                list(wire.getVotesList(), FromWire::vote),
                list(wire.getFaultsList(), range -> new SlotRange(range.getFrom(), range.getTo())));
    }

    private static Message accept(Wire.Accept wire) {
        return new Message.Accept(
                ballot(wire.getBallot()),
                wire.getStartSlot(),
                list(wire.getEntriesList(), FromWire::entry),
                wire.getCommitUpTo(),
                wire.getReadPosition());
    }

    private static Message accepted(Wire.Accepted wire) {
        return new Message.Accepted(
                ballot(wire.getBallot()), wire.getAckUpTo(), wire.getReadPosition(), wire.getApplied());
    }

    private static Message heartbeat(Wire.Heartbeat wire) {
        return new Message.Heartbeat(
                ballot(wire.getBallot()),
                wire.getStartSlot(),
                wire.getLastSlot(),
                wire.getCommitUpTo(),
                wire.getReadPosition(),
                wire.getHappy(),
                wire.getHashSlot(),
                hash(wire.getRunningHash()));
    }

    private static Message heartbeatAck(Wire.HeartbeatAck wire) {
        return new Message.HeartbeatAck(
                ballot(wire.getBallot()), wire.getReadPosition(), wire.getReceivedUpTo(), wire.getApplied());
    }

    private static Message pulse(Wire.Pulse wire) {
        return new Message.Pulse(
                ballot(wire.getBallot()), wire.getRound(), wire.getCommitUpTo(), wire.getEcho(), wire.getLeaseFree());
    }

    private static Message pulseAck(Wire.PulseAck wire) {
        return new Message.PulseAck(ballot(wire.getBallot()), wire.getRound(), wire.getStamp(), wire.getLeaseNanos());
    }

    private static Message learnRequest(Wire.LearnRequest wire) {
        return new Message.LearnRequest(wire.getFromSlot(), wire.getToSlot(), list(wire.getHeldList(), FromWire::held));
    }

    private static Message learnResponse(Wire.LearnResponse wire) {
        return new Message.LearnResponse(
                wire.getFromSlot(),
                list(wire.getEntriesList(), FromWire::entry),
                list(wire.getConfirmedList(), FromWire::held),
                wire.getChosenUpTo());
    }

    private static Message valueRequest(Wire.ValueRequest wire) {
        return new Message.ValueRequest(wire.getSlot(), ballot(wire.getBallot()), hash(wire.getHash()));
    }

    private static Message.Held held(Wire.Held wire) {
        return new Message.Held(wire.getSlot(), hash(wire.getHash()));
    }

    private static Ballot ballot(Wire.Ballot wire) {
        return new Ballot(wire.getRound(), wire.getNode());
    }

    private static Hash128 hash(Wire.Hash wire) {
        return new Hash128(wire.getHigh(), wire.getLow());
    }

    private static Entry entry(Wire.Entry wire) {
        return new Entry(
                wire.getSlot(),
                ballot(wire.getBallot()),
                EntryKind.ofCode(wire.getKind()),
                wire.getStamp(),
                wire.getPayload().toByteArray(),
                hash(wire.getHash()));
    }

    private static Vote vote(Wire.Vote wire) {
        Vote.State state = switch (wire.getState()) {
            case VALUE -> Vote.State.VALUE;
            case ID_ONLY -> Vote.State.ID_ONLY;
            case FAULT -> Vote.State.FAULT;
            case CHOSEN -> Vote.State.CHOSEN;
            case UNRECOGNIZED -> throw new IllegalArgumentException("a vote in an unknown state");
        };
        return new Vote(
                wire.getSlot(),
                state,
                ballot(wire.getBallot()),
                hash(wire.getHash()),
                wire.hasEntry() ? entry(wire.getEntry()) : null);
    }

    private static <W, T> List<T> list(List<W> wire, Function<W, T> element) {
        return wire.stream().map(element).toList();
    }
}
