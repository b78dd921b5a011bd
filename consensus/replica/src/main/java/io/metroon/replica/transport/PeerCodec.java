package io.metroon.replica.transport;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.Checksum;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.transport.BadFrameException.Reason;
import io.metroon.replica.transport.Envelope.Body;
import io.metroon.replica.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Envelopes to frames and back: checksum (4 octets, CRC32C of the rest), format version (1), Protocol Buffers. Frames
 * carry no length of their own; the transport puts one in front. With its two package-private halves the only code that
 * knows Protocol Buffers here. Stateless.
 */
public final class PeerCodec {
    /** The format of frames that this release writes, and the only one it reads. */
    public static final int FORMAT = 1;

    static final int HEADER_BYTES = Integer.BYTES + 1;

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
        } else if (envelope.body() instanceof Body.Status status) {
            wire.setCondition(ToWire.condition(status.condition()));
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
            Wire.Envelope wire = Wire.Envelope.parseFrom(body(frame));
            return new Envelope(
                    new ClusterId(wire.getClusterHigh(), wire.getClusterLow()),
                    wire.getEpoch(),
                    wire.getFrom(),
                    new StoreId(wire.getStoreHigh(), wire.getStoreLow()),
                    wire.getTo(),
                    FromWire.body(wire));
        } catch (IOException | IllegalArgumentException e) {
            throw new BadFrameException(Reason.MALFORMED, "a frame is no envelope: " + e.getMessage());
        }
    }

    static byte[] encodeHello(Hello hello) {
        NodeIdentity sender = hello.sender();
        return frame(Wire.Hello.newBuilder()
                .setClusterHigh(sender.cluster().high())
                .setClusterLow(sender.cluster().low())
                .setNode(sender.node())
                .setStoreHigh(sender.store().high())
                .setStoreLow(sender.store().low())
                .setEpoch(hello.epoch())
                .setTo(hello.to())
                .setRefusal(hello.refusal())
                .build());
    }

    /**
     * Who is at the other end.
     *
     * @throws BadFrameException saying what is wrong with the frame
     */
    static Hello decodeHello(byte[] frame) throws BadFrameException {
        try {
            Wire.Hello wire = Wire.Hello.parseFrom(body(frame));
            ClusterId cluster = new ClusterId(wire.getClusterHigh(), wire.getClusterLow());
            StoreId store = new StoreId(wire.getStoreHigh(), wire.getStoreLow());
            return new Hello(
                    new NodeIdentity(cluster, wire.getNode(), store), wire.getEpoch(), wire.getTo(), wire.getRefusal());
        } catch (IOException e) {
            throw new BadFrameException(Reason.MALFORMED, "the first frame is no hello: " + e.getMessage());
        }
    }

    private static byte[] frame(MessageLite message) {
        byte[] frame = new byte[HEADER_BYTES + message.getSerializedSize()];
        frame[Integer.BYTES] = FORMAT;
        CodedOutputStream out = CodedOutputStream.newInstance(frame, HEADER_BYTES, frame.length - HEADER_BYTES);
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the computed size refuses nothing", e);
        }
        ByteBuffer.wrap(frame).putInt(checksum(frame));
        return frame;
    }

    private static CodedInputStream body(byte[] frame) throws BadFrameException {
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
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(frame, HEADER_BYTES, frame.length - HEADER_BYTES)
                .newCodedInput();
        in.enableAliasing(true); // payloads stay in the frame until they are copied into their entries
        return in;
    }

    private static int checksum(byte[] frame) {
        return Checksum.crc32c(frame, Integer.BYTES, frame.length - Integer.BYTES);
    }
}
