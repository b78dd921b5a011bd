package io.metroon.replica;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The payload of a command entry: who sends it, so that a command proposed twice takes effect once.
 *
 * @param session 0 to open a session
 * @param sequence number of the command in its session; when opening, a number that the opener drew
 * @param lowestPending all commands of the session below this one are settled
 * @param command for the state machine; empty when opening
 */
record SessionCall(long session, long sequence, long lowestPending, byte[] command) {
    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + 3 * Long.BYTES;
    private static final byte[] NOTHING = {};

    static SessionCall opening(long nonce) {
        return new SessionCall(0, nonce, 0, NOTHING);
    }

    boolean isOpening() {
        return session == 0;
    }

    byte[] encode() {
        return ByteBuffer.allocate(HEADER_BYTES + command.length)
                .put(FORMAT)
                .putLong(session)
                .putLong(sequence)
                .putLong(lowestPending)
                .put(command)
                .array();
    }

    static SessionCall decode(byte[] payload) {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        byte format = buffer.get();
        if (format != FORMAT) {
            throw new IllegalStateException("a command entry has format " + format + "; this release knows " + FORMAT);
        }
        return new SessionCall(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                Arrays.copyOfRange(payload, HEADER_BYTES, payload.length));
    }
}
