// NOTE 15:37: PeerCodec, peer.proto and TcpPeerNetwork (+ peer-protocol.md) are being written on branch main right now by the owner of Replica. Do NOT write them; go on with the log tests, then snapshot store, fetch, backup file. Merge main later.
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
