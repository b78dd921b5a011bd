package io.metroon.replica.transport;

<<<<<<< HEAD
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.transport.BadFrameException.Reason;
import io.metroon.replica.transport.Envelope.Body;
import io.metroon.replica.wire.Wire;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Envelopes to frames and back: checksum (4 octets, CRC32C of the rest), format version (1), Protocol Buffers. Frames
 * carry no length of their own; the transport puts one in front. With its two package-private halves the only code that
 * knows Protocol Buffers here. Stateless.
 */
public final class PeerCodec {
    /** The format of frames that this release writes, and the only one it reads. */
    public static final int FORMAT = 1;

    private static final int HEADER_BYTES = Integer.BYTES + 1;

    private PeerCodec() {}

    /** The frame of an envelope. Payloads are copied once. */
    public static byte[] encode(Envelope envelope) {
        Wire.Envelope.Builder wire = Wire.Envelope.newBuilder()
=======
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.Message;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.snapshot.SnapshotMessage;
import io.metroon.replica.wire.VoteState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Envelopes to frames and back. The only class that sees protobuf: the rest of the house knows {@link Message}. Stateless
 * and thread-safe. A payload is copied once each way. Format: {@code docs/formats/peer-protocol.md}.
 */
public final class PeerCodec {
    /** The version that this release writes, and the only one that it reads. */
    public static final int FORMAT = 1;

    static final int HEADER_BYTES = 8;
    private static final short MAGIC = 0x4d50; // "MP"

    private PeerCodec() {}

    /** The frame of an envelope. */
    public static byte[] encode(Envelope envelope) {
        io.metroon.replica.wire.Envelope.Builder wire = io.metroon.replica.wire.Envelope.newBuilder()
>>>>>>> log
                .setClusterHigh(envelope.cluster().high())
                .setClusterLow(envelope.cluster().low())
                .setEpoch(envelope.epoch())
                .setFrom(envelope.from())
                .setStoreHigh(envelope.fromStore().high())
                .setStoreLow(envelope.fromStore().low())
                .setTo(envelope.to());
<<<<<<< HEAD
        if (envelope.body() instanceof Body.Consensus consensus) {
            consensus.message().dispatch(envelope.to(), new ToWire(wire));
        } else if (envelope.body() instanceof Body.Snapshot snapshot) {
            ToWire.snapshot(snapshot.message(), wire);
=======
        if (envelope.body() instanceof Envelope.Body.Consensus body) {
            body.message().dispatch(0, new Encoder(wire));
        } else if (envelope.body() instanceof Envelope.Body.Snapshot body) {
            encodeSnapshot(body.message(), wire);
>>>>>>> log
        }
        return frame(wire.build());
    }

    /**
<<<<<<< HEAD
     * The envelope of a frame.
     *
     * @throws BadFrameException saying what is wrong with it
     */
    public static Envelope decode(byte[] frame) throws BadFrameException {
        try {
            Wire.Envelope wire = Wire.Envelope.parser().parseFrom(frame, bodyOf(frame), frame.length - HEADER_BYTES);
=======
     * The envelope in a frame.
     *
     * @throws BadFrameException when it was damaged, has another format, or is none
     */
    public static Envelope decode(byte[] frame) throws BadFrameException {
        try {
            return Decoder.envelope(io.metroon.replica.wire.Envelope.parseFrom(body(frame)));
        } catch (IOException | IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    static byte[] encodeHello(Hello hello) {
        return frame(io.metroon.replica.wire.Hello.newBuilder()
                .setClusterHigh(hello.cluster().high())
                .setClusterLow(hello.cluster().low())
                .setNode(hello.node())
                .setStoreHigh(hello.store().high())
                .setStoreLow(hello.store().low())
                .setRefusal(hello.refusal())
                .build());
    }

    static Hello decodeHello(byte[] frame) throws BadFrameException {
        try {
            io.metroon.replica.wire.Hello wire = io.metroon.replica.wire.Hello.parseFrom(body(frame));
            return new Hello(
                    new ClusterId(wire.getClusterHigh(), wire.getClusterLow()),
                    wire.getNode(),
                    new StoreId(wire.getStoreHigh(), wire.getStoreLow()),
                    wire.getRefusal());
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private static BadFrameException malformed(Exception e) {
        return new BadFrameException(
                BadFrameException.Reason.MALFORMED, "a frame with a right checksum is no envelope: " + e.getMessage());
    }

    private static byte[] frame(MessageLite message) {
        byte[] frame = new byte[HEADER_BYTES + message.getSerializedSize()];
        ByteBuffer header = ByteBuffer.wrap(frame).putShort(MAGIC).putShort((short) FORMAT);
        CodedOutputStream out = CodedOutputStream.newInstance(frame, HEADER_BYTES, frame.length - HEADER_BYTES);
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the computed size refuses nothing", e);
        }
        header.putInt(crc(frame));
        return frame;
    }

    private static CodedInputStream body(byte[] frame) throws BadFrameException {
        ByteBuffer header = ByteBuffer.wrap(frame);
        if (frame.length < HEADER_BYTES || header.getInt(4) != crc(frame)) {
            throw new BadFrameException(
                    BadFrameException.Reason.CHECKSUM, "a frame of " + frame.length + " bytes was damaged on the way");
        }
        if (header.getShort(0) != MAGIC || header.getShort(2) != FORMAT) {
            throw new BadFrameException(
                    BadFrameException.Reason.FORMAT,
                    "a frame has format " + header.getShort(2) + ", and this release speaks format " + FORMAT
                            + ": run releases that share one");
        }
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(frame, HEADER_BYTES, frame.length - HEADER_BYTES)
                .newCodedInput();
        in.enableAliasing(true); // payloads stay in the frame until they are copied into their entries
        return in;
    }

    private static int crc(byte[] frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, 4);
        crc.update(frame, HEADER_BYTES, frame.length - HEADER_BYTES);
        return (int) crc.getValue();
    }

    private static void encodeSnapshot(SnapshotMessage message, io.metroon.replica.wire.Envelope.Builder wire) {
        if (message instanceof SnapshotMessage.ManifestRequest request) {
            wire.setManifestRequest(
                    io.metroon.replica.wire.ManifestRequest.newBuilder().setSlot(request.slot()));
        } else if (message instanceof SnapshotMessage.ManifestReply reply) {
            wire.setManifestReply(io.metroon.replica.wire.ManifestReply.newBuilder()
                    .setSlot(reply.slot())
                    .setEncoded(UnsafeByteOperations.unsafeWrap(reply.encoded())));
        } else if (message instanceof SnapshotMessage.ChunkRequest request) {
            wire.setChunkRequest(io.metroon.replica.wire.ChunkRequest.newBuilder()
                    .setSlot(request.slot())
                    .setChunk(request.chunk()));
        } else if (message instanceof SnapshotMessage.ChunkReply reply) {
            wire.setChunkReply(io.metroon.replica.wire.ChunkReply.newBuilder()
                    .setSlot(reply.slot())
                    .setChunk(reply.chunk())
                    .setOctets(UnsafeByteOperations.unsafeWrap(reply.octets())));
        }
    }

    /** One method a message: a new one does not compile until it has its place on the wire. */
    private record Encoder(io.metroon.replica.wire.Envelope.Builder wire) implements Message.Handler {
        @Override
        public void on(int from, Message.Probe message) {
            wire.setProbe(io.metroon.replica.wire.Probe.newBuilder()
                    .setAttempt(message.attempt())
                    .setChosenUpTo(message.chosenUpTo()));
        }

        @Override
        public void on(int from, Message.ProbeReply message) {
            wire.setProbeReply(io.metroon.replica.wire.ProbeReply.newBuilder()
                    .setAttempt(message.attempt())
                    .setOk(message.ok())
                    .setPromised(ballot(message.promised()))
                    .setChosenUpTo(message.chosenUpTo()));
        }

        @Override
        public void on(int from, Message.Prepare message) {
            wire.setPrepare(io.metroon.replica.wire.Prepare.newBuilder()
                    .setBallot(ballot(message.ballot()))
                    .setFromSlot(message.fromSlot()));
        }

        @Override
        public void on(int from, Message.Promise message) {
            io.metroon.replica.wire.Promise.Builder promise = io.metroon.replica.wire.Promise.newBuilder()
                    .setBallot(ballot(message.ballot()))
                    .setPart(message.part())
                    .setParts(message.parts())
                    .setChosenUpTo(message.chosenUpTo());
            message.votes().forEach(vote -> promise.addVotes(vote(vote)));
            message.faults()
                    .forEach(range -> promise.addFaults(io.metroon.replica.wire.SlotRange.newBuilder()
                            .setFrom(range.from())
                            .setTo(range.to())));
            wire.setPromise(promise);
        }

        @Override
        public void on(int from, Message.Reject message) {
            wire.setReject(io.metroon.replica.wire.Reject.newBuilder()
                    .setBallot(ballot(message.ballot()))
                    .setPromised(ballot(message.promised())));
        }

        @Override
        public void on(int from, Message.Accept message) {
            io.metroon.replica.wire.Accept.Builder accept = io.metroon.replica.wire.Accept.newBuilder()
                    .setBallot(ballot(message.ballot()))
                    .setStartSlot(message.startSlot())
                    .setCommitUpTo(message.commitUpTo())
                    .setReadPosition(message.readPosition());
            message.entries().forEach(entry -> accept.addEntries(entry(entry)));
            wire.setAccept(accept);
        }

        @Override
        public void on(int from, Message.Accepted message) {
            wire.setAccepted(io.metroon.replica.wire.Accepted.newBuilder()
                    .setBallot(ballot(message.ballot()))
                    .setAckUpTo(message.ackUpTo())
                    .setReadPosition(message.readPosition())
                    .setApplied(message.applied()));
        }

        @Override
        public void on(int from, Message.Heartbeat message) {
            wire.setHeartbeat(io.metroon.replica.wire.Heartbeat.newBuilder()
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
        public void on(int from, Message.HeartbeatAck message) {
            wire.setHeartbeatAck(io.metroon.replica.wire.HeartbeatAck.newBuilder()
                    .setBallot(ballot(message.ballot()))
                    .setReadPosition(message.readPosition())
                    .setReceivedUpTo(message.receivedUpTo())
                    .setApplied(message.applied()));
        }

        @Override
        public void on(int from, Message.LearnRequest message) {
            io.metroon.replica.wire.LearnRequest.Builder request = io.metroon.replica.wire.LearnRequest.newBuilder()
                    .setFromSlot(message.fromSlot())
                    .setToSlot(message.toSlot());
            message.held().forEach(held -> request.addHeld(held(held)));
            wire.setLearnRequest(request);
        }

        @Override
        public void on(int from, Message.LearnResponse message) {
            io.metroon.replica.wire.LearnResponse.Builder response = io.metroon.replica.wire.LearnResponse.newBuilder()
                    .setFromSlot(message.fromSlot())
                    .setChosenUpTo(message.chosenUpTo());
            message.entries().forEach(entry -> response.addEntries(entry(entry)));
            message.confirmed().forEach(held -> response.addConfirmed(held(held)));
            wire.setLearnResponse(response);
        }

        @Override
        public void on(int from, Message.SnapshotOffer message) {
            wire.setSnapshotOffer(
                    io.metroon.replica.wire.SnapshotOffer.newBuilder().setSlot(message.slot()));
        }

        @Override
        public void on(int from, Message.ValueRequest message) {
            wire.setValueRequest(io.metroon.replica.wire.ValueRequest.newBuilder()
                    .setSlot(message.slot())
                    .setBallot(ballot(message.ballot()))
                    .setHash(hash(message.hash())));
        }

        @Override
        public void on(int from, Message.ValueResponse message) {
            wire.setValueResponse(
                    io.metroon.replica.wire.ValueResponse.newBuilder().setEntry(entry(message.entry())));
        }

        @Override
        public void on(int from, Message.ReadIndexRequest message) {
            wire.setReadIndexRequest(
                    io.metroon.replica.wire.ReadIndexRequest.newBuilder().setToken(message.token()));
        }

        @Override
        public void on(int from, Message.ReadIndexResponse message) {
            wire.setReadIndexResponse(io.metroon.replica.wire.ReadIndexResponse.newBuilder()
                    .setToken(message.token())
                    .setIndex(message.index()));
        }

        @Override
        public void on(int from, Message.Forward message) {
            wire.setForward(io.metroon.replica.wire.Forward.newBuilder()
                    .setTicket(message.ticket())
                    .setPayload(UnsafeByteOperations.unsafeWrap(message.payload())));
        }

        @Override
        public void on(int from, Message.ForwardRefused message) {
            wire.setForwardRefused(io.metroon.replica.wire.ForwardRefused.newBuilder()
                    .setTicket(message.ticket())
                    .setOverloaded(message.overloaded()));
        }

        private static io.metroon.replica.wire.Ballot ballot(Ballot ballot) {
            return io.metroon.replica.wire.Ballot.newBuilder()
                    .setRound(ballot.round())
                    .setNode(ballot.node())
                    .build();
        }

        private static io.metroon.replica.wire.Hash hash(Hash128 hash) {
            return io.metroon.replica.wire.Hash.newBuilder()
                    .setHigh(hash.high())
                    .setLow(hash.low())
                    .build();
        }

        private static io.metroon.replica.wire.Held held(Message.Held held) {
            return io.metroon.replica.wire.Held.newBuilder()
                    .setSlot(held.slot())
                    .setHashHigh(held.hash().high())
                    .setHashLow(held.hash().low())
                    .build();
        }

        private static io.metroon.replica.wire.Entry entry(Entry entry) {
            return io.metroon.replica.wire.Entry.newBuilder()
                    .setSlot(entry.slot())
                    .setRound(entry.ballot().round())
                    .setNode(entry.ballot().node())
                    .setKind(entry.kind().code())
                    .setStamp(entry.stamp())
                    .setPayload(UnsafeByteOperations.unsafeWrap(entry.payload()))
                    .setHashHigh(entry.hash().high())
                    .setHashLow(entry.hash().low())
                    .build();
        }

        private static io.metroon.replica.wire.Vote vote(Vote vote) {
            io.metroon.replica.wire.Vote.Builder wire = io.metroon.replica.wire.Vote.newBuilder()
                    .setSlot(vote.slot())
                    .setState(state(vote.state()));
            Entry entry = vote.entry();
            if (entry != null) {
                wire.setEntry(entry(entry));
            } else {
                wire.setBallot(ballot(vote.ballot())).setHash(hash(vote.hash()));
            }
            return wire.build();
        }

        private static VoteState state(Vote.State state) {
            return switch (state) {
                case VALUE -> VoteState.VOTE_STATE_VALUE;
                case ID_ONLY -> VoteState.VOTE_STATE_ID_ONLY;
                case FAULT -> VoteState.VOTE_STATE_FAULT;
                case CHOSEN -> VoteState.VOTE_STATE_CHOSEN;
            };
        }
    }

    private static final class Decoder {
        static Envelope envelope(io.metroon.replica.wire.Envelope wire) throws InvalidProtocolBufferException {
>>>>>>> log
            return new Envelope(
                    new ClusterId(wire.getClusterHigh(), wire.getClusterLow()),
                    wire.getEpoch(),
                    wire.getFrom(),
                    new StoreId(wire.getStoreHigh(), wire.getStoreLow()),
                    wire.getTo(),
<<<<<<< HEAD
                    FromWire.body(wire));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new BadFrameException(Reason.MALFORMED, "a frame is no envelope: " + e.getMessage());
        }
    }

    /** The first frame of a connection: who is calling whom. */
    static byte[] encodeHello(NodeIdentity caller, int to) {
        return frame(Wire.Hello.newBuilder()
                .setClusterHigh(caller.cluster().high())
                .setClusterLow(caller.cluster().low())
                .setNode(caller.node())
                .setStoreHigh(caller.store().high())
                .setStoreLow(caller.store().low())
                .setTo(to)
                .build());
    }

    /**
     * Who is calling.
     *
     * @throws BadFrameException saying what is wrong with the frame
     */
    static Hello decodeHello(byte[] frame) throws BadFrameException {
        try {
            Wire.Hello wire = Wire.Hello.parser().parseFrom(frame, bodyOf(frame), frame.length - HEADER_BYTES);
            ClusterId cluster = new ClusterId(wire.getClusterHigh(), wire.getClusterLow());
            StoreId store = new StoreId(wire.getStoreHigh(), wire.getStoreLow());
            return new Hello(new NodeIdentity(cluster, wire.getNode(), store), wire.getTo());
        } catch (InvalidProtocolBufferException e) {
            throw new BadFrameException(Reason.MALFORMED, "the first frame is no hello: " + e.getMessage());
        }
    }

    /**
     * The opening of a connection.
     *
     * @param caller who it says it is
     * @param to the node it wants
     */
    record Hello(NodeIdentity caller, int to) {}

    private static byte[] frame(MessageLite message) {
        byte[] body = message.toByteArray();
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + body.length);
        frame.position(Integer.BYTES);
        frame.put((byte) FORMAT).put(body);
        return frame.putInt(0, checksum(frame.array())).array();
    }

    private static int bodyOf(byte[] frame) throws BadFrameException {
        if (frame.length < HEADER_BYTES) {
            throw new BadFrameException(Reason.MALFORMED, "a frame of " + frame.length + " bytes has no header");
        }
        if (ByteBuffer.wrap(frame).getInt() != checksum(frame)) {
            throw new BadFrameException(
                    Reason.CHECKSUM, "the checksum of a frame of " + frame.length + " bytes differs");
        }
        int format = frame[Integer.BYTES];
        if (format != FORMAT) {
            throw new BadFrameException(
                    Reason.FORMAT, "a frame has format " + format + "; this release knows format " + FORMAT);
        }
        return HEADER_BYTES;
    }

    private static int checksum(byte[] frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame, Integer.BYTES, frame.length - Integer.BYTES);
        return (int) crc.getValue();
=======
                    body(wire));
        }

        private static Envelope.Body body(io.metroon.replica.wire.Envelope wire) throws InvalidProtocolBufferException {
            return switch (wire.getBodyCase()) {
                case PROBE -> consensus(probe(wire.getProbe()));
                case PROBE_REPLY -> consensus(probeReply(wire.getProbeReply()));
                case PREPARE -> consensus(prepare(wire.getPrepare()));
                case PROMISE -> consensus(promise(wire.getPromise()));
                case REJECT -> consensus(reject(wire.getReject()));
                case ACCEPT -> consensus(accept(wire.getAccept()));
                case ACCEPTED -> consensus(accepted(wire.getAccepted()));
                case HEARTBEAT -> consensus(heartbeat(wire.getHeartbeat()));
                case HEARTBEAT_ACK -> consensus(heartbeatAck(wire.getHeartbeatAck()));
                case LEARN_REQUEST -> consensus(learnRequest(wire.getLearnRequest()));
                case LEARN_RESPONSE -> consensus(learnResponse(wire.getLearnResponse()));
                case SNAPSHOT_OFFER ->
                    consensus(new Message.SnapshotOffer(wire.getSnapshotOffer().getSlot()));
                case VALUE_REQUEST -> consensus(valueRequest(wire.getValueRequest()));
                case VALUE_RESPONSE ->
                    consensus(new Message.ValueResponse(
                            entry(wire.getValueResponse().getEntry())));
                case READ_INDEX_REQUEST ->
                    consensus(new Message.ReadIndexRequest(
                            wire.getReadIndexRequest().getToken()));
                case READ_INDEX_RESPONSE -> consensus(readIndexResponse(wire.getReadIndexResponse()));
                case FORWARD -> consensus(forward(wire.getForward()));
                case FORWARD_REFUSED -> consensus(forwardRefused(wire.getForwardRefused()));
                case MANIFEST_REQUEST ->
                    snapshot(new SnapshotMessage.ManifestRequest(
                            wire.getManifestRequest().getSlot()));
                case MANIFEST_REPLY -> snapshot(manifestReply(wire.getManifestReply()));
                case CHUNK_REQUEST -> snapshot(chunkRequest(wire.getChunkRequest()));
                case CHUNK_REPLY -> snapshot(chunkReply(wire.getChunkReply()));
                case BODY_NOT_SET -> throw new InvalidProtocolBufferException("it has no body that is known here");
            };
        }

        private static Envelope.Body consensus(Message message) {
            return new Envelope.Body.Consensus(message);
        }

        private static Envelope.Body snapshot(SnapshotMessage message) {
            return new Envelope.Body.Snapshot(message);
        }

        private static Message probe(io.metroon.replica.wire.Probe wire) {
            return new Message.Probe(wire.getAttempt(), wire.getChosenUpTo());
        }

        private static Message probeReply(io.metroon.replica.wire.ProbeReply wire) {
            return new Message.ProbeReply(
                    wire.getAttempt(), wire.getOk(), ballot(wire.getPromised()), wire.getChosenUpTo());
        }

        private static Message prepare(io.metroon.replica.wire.Prepare wire) {
            return new Message.Prepare(ballot(wire.getBallot()), wire.getFromSlot());
        }

        private static Message promise(io.metroon.replica.wire.Promise wire) {
            List<Vote> votes = wire.getVotesList().stream().map(Decoder::vote).toList();
            List<SlotRange> faults = wire.getFaultsList().stream()
                    .map(range -> new SlotRange(range.getFrom(), range.getTo()))
                    .toList();
            return new Message.Promise(
                    ballot(wire.getBallot()), wire.getPart(), wire.getParts(), wire.getChosenUpTo(), votes, faults);
        }

        private static Message reject(io.metroon.replica.wire.Reject wire) {
            return new Message.Reject(ballot(wire.getBallot()), ballot(wire.getPromised()));
        }

        private static Message accept(io.metroon.replica.wire.Accept wire) {
            return new Message.Accept(
                    ballot(wire.getBallot()),
                    wire.getStartSlot(),
                    entries(wire.getEntriesList()),
                    wire.getCommitUpTo(),
                    wire.getReadPosition());
        }

        private static Message accepted(io.metroon.replica.wire.Accepted wire) {
            return new Message.Accepted(
                    ballot(wire.getBallot()), wire.getAckUpTo(), wire.getReadPosition(), wire.getApplied());
        }

        private static Message heartbeat(io.metroon.replica.wire.Heartbeat wire) {
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

        private static Message heartbeatAck(io.metroon.replica.wire.HeartbeatAck wire) {
            return new Message.HeartbeatAck(
                    ballot(wire.getBallot()), wire.getReadPosition(), wire.getReceivedUpTo(), wire.getApplied());
        }

        private static Message learnRequest(io.metroon.replica.wire.LearnRequest wire) {
            return new Message.LearnRequest(wire.getFromSlot(), wire.getToSlot(), held(wire.getHeldList()));
        }

        private static Message learnResponse(io.metroon.replica.wire.LearnResponse wire) {
            return new Message.LearnResponse(
                    wire.getFromSlot(),
                    entries(wire.getEntriesList()),
                    held(wire.getConfirmedList()),
                    wire.getChosenUpTo());
        }

        private static Message valueRequest(io.metroon.replica.wire.ValueRequest wire) {
            return new Message.ValueRequest(wire.getSlot(), ballot(wire.getBallot()), hash(wire.getHash()));
        }

        private static Message readIndexResponse(io.metroon.replica.wire.ReadIndexResponse wire) {
            return new Message.ReadIndexResponse(wire.getToken(), wire.getIndex());
        }

        private static Message forward(io.metroon.replica.wire.Forward wire) {
            return new Message.Forward(wire.getTicket(), octets(wire.getPayload()));
        }

        private static Message forwardRefused(io.metroon.replica.wire.ForwardRefused wire) {
            return new Message.ForwardRefused(wire.getTicket(), wire.getOverloaded());
        }

        private static SnapshotMessage manifestReply(io.metroon.replica.wire.ManifestReply wire) {
            return new SnapshotMessage.ManifestReply(wire.getSlot(), octets(wire.getEncoded()));
        }

        private static SnapshotMessage chunkRequest(io.metroon.replica.wire.ChunkRequest wire) {
            return new SnapshotMessage.ChunkRequest(wire.getSlot(), wire.getChunk());
        }

        private static SnapshotMessage chunkReply(io.metroon.replica.wire.ChunkReply wire) {
            return new SnapshotMessage.ChunkReply(wire.getSlot(), wire.getChunk(), octets(wire.getOctets()));
        }

        private static Ballot ballot(io.metroon.replica.wire.Ballot wire) {
            return new Ballot(wire.getRound(), wire.getNode());
        }

        private static Hash128 hash(io.metroon.replica.wire.Hash wire) {
            return new Hash128(wire.getHigh(), wire.getLow());
        }

        private static List<Message.Held> held(List<io.metroon.replica.wire.Held> wire) {
            return wire.stream()
                    .map(held -> new Message.Held(held.getSlot(), new Hash128(held.getHashHigh(), held.getHashLow())))
                    .toList();
        }

        private static List<Entry> entries(List<io.metroon.replica.wire.Entry> wire) {
            Entry[] entries = new Entry[wire.size()];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = entry(wire.get(i));
            }
            return List.of(entries);
        }

        private static Entry entry(io.metroon.replica.wire.Entry wire) {
            return new Entry(
                    wire.getSlot(),
                    new Ballot(wire.getRound(), wire.getNode()),
                    EntryKind.ofCode(wire.getKind()),
                    wire.getStamp(),
                    octets(wire.getPayload()),
                    new Hash128(wire.getHashHigh(), wire.getHashLow()));
        }

        private static Vote vote(io.metroon.replica.wire.Vote wire) {
            return switch (wire.getState()) {
                case VOTE_STATE_VALUE -> Vote.of(entry(wire.getEntry()));
                case VOTE_STATE_CHOSEN -> Vote.chosen(entry(wire.getEntry()));
                case VOTE_STATE_ID_ONLY -> Vote.idOnly(wire.getSlot(), ballot(wire.getBallot()), hash(wire.getHash()));
                case VOTE_STATE_FAULT -> Vote.fault(wire.getSlot());
                case VOTE_STATE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("unknown state of a vote");
            };
        }

        private static byte[] octets(ByteString wire) {
            return wire.toByteArray();
        }
>>>>>>> log
    }
}
