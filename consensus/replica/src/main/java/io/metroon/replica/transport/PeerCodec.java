package io.metroon.replica.transport;

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
                .setClusterHigh(envelope.cluster().high())
                .setClusterLow(envelope.cluster().low())
                .setEpoch(envelope.epoch())
                .setFrom(envelope.from())
                .setStoreHigh(envelope.fromStore().high())
                .setStoreLow(envelope.fromStore().low())
                .setTo(envelope.to());
        if (envelope.body() instanceof Body.Consensus consensus) {
            consensus.message().dispatch(envelope.to(), new ToWire(wire));
        } else if (envelope.body() instanceof Body.Snapshot snapshot) {
            ToWire.snapshot(snapshot.message(), wire);
        }
        return frame(wire.build());
    }

    /**
     * The envelope of a frame.
     *
     * @throws BadFrameException saying what is wrong with it
     */
    public static Envelope decode(byte[] frame) throws BadFrameException {
        try {
            Wire.Envelope wire = Wire.Envelope.parser().parseFrom(frame, bodyOf(frame), frame.length - HEADER_BYTES);
            return new Envelope(
                    new ClusterId(wire.getClusterHigh(), wire.getClusterLow()),
                    wire.getEpoch(),
                    wire.getFrom(),
                    new StoreId(wire.getStoreHigh(), wire.getStoreLow()),
                    wire.getTo(),
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
    }
}
