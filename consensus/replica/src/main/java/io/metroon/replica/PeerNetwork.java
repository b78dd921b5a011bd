package io.metroon.replica;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import java.util.Collection;

/**
 * Frames to and from peers, best effort: each may be lost, repeated, delayed or reordered. Queues are bounded; a full one
 * drops.
 */
public interface PeerNetwork {
    /** Sends a frame. Never blocks. Called on the loop lane. */
    void send(int node, byte[] frame);

    /**
     * The members of this epoch can be sent to from now on, and these others, too: former members that haven't heard of it
     * yet, or future ones. Called on the loop lane.
     */
    default void reach(EpochConfig epoch, Collection<Member> others) {}

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
