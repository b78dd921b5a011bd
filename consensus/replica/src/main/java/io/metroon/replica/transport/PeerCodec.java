package io.metroon.replica.transport;

/** Envelopes to frames and back. */
public final class PeerCodec {
    private PeerCodec() {}

    public static byte[] encode(Envelope envelope) {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }

    public static Envelope decode(byte[] frame) throws BadFrameException {
        int notYet = 0;
        throw new UnsupportedOperationException("not yet" + notYet);
    }
}
