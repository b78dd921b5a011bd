package io.metroon.replica;

/**
 * Frames to and from peers, best effort: each may be lost, repeated, delayed or reordered. Queues are bounded; a full one
 * drops.
 */
public interface PeerNetwork {
    /** Sends a frame. Never blocks. Called on the loop lane. */
    void send(int node, byte[] frame);

    /** Starts delivering to the receiver. */
    void listen(Receiver receiver);

    /** Where frames arrive, on any thread. */
    interface Receiver {
        /** A whole frame. */
        void onFrame(byte[] frame);

        /** The connection to or from this peer broke. */
        void onPeerDown(int node);
    }
}
