package io.metroon.replica.transport;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Cuts a stream of octets into frames: each is preceded by its length, four octets, big-endian. On one event loop. */
final class FrameAssembler {
    /** The longest frame: a promise or a batch of votes with payloads stays below it. */
    static final int FRAME_BYTES_MAX = 16 << 20;

    static final int LENGTH_BYTES = 4;

    private final Consumer<byte[]> onFrame;
    private byte[] frame = {};
    private int length = -1;
    private int filled;
    private int lengthSoFar;

    FrameAssembler(Consumer<byte[]> onFrame) {
        this.onFrame = onFrame;
    }

    /**
     * Takes what arrived.
     *
     * @return false when the length of a frame is out of bounds: the stream is lost, close the connection
     */
    boolean take(Buffer arrived) {
        int at = 0;
        while (at < arrived.length()) {
            if (length < 0) {
                at = takeLength(arrived, at);
                if (length > FRAME_BYTES_MAX || (length >= 0 && length < PeerCodec.HEADER_BYTES)) {
                    return false;
                }
            } else {
                at = takeBody(arrived, at);
            }
        }
        return true;
    }

    private int takeLength(Buffer arrived, int from) {
        int at = from;
        while (filled < LENGTH_BYTES && at < arrived.length()) {
            lengthSoFar = lengthSoFar << 8 | arrived.getUnsignedByte(at++);
            filled++;
        }
        if (filled == LENGTH_BYTES) {
            length = lengthSoFar < 0 ? Integer.MAX_VALUE : lengthSoFar;
            frame = length <= FRAME_BYTES_MAX ? new byte[length] : frame;
            filled = 0;
        }
        return at;
    }

    private int takeBody(Buffer arrived, int from) {
        int count = Math.min(length - filled, arrived.length() - from);
        arrived.getBytes(from, from + count, frame, filled);
        filled += count;
        if (filled == length) {
            byte[] whole = frame;
            length = -1;
            filled = 0;
            lengthSoFar = 0;
            onFrame.accept(whole);
        }
        return from + count;
    }
}
