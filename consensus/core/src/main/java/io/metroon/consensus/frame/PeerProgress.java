package io.metroon.consensus.frame;

/** How far one member is, as its leader sees it, whatever the engine. */
final class PeerProgress {
    final int node;
    final boolean votes;
    /** End of the prefix that it holds durably, as the leader proposed it. */
    long acknowledged;
    /** The end of the chosen prefix that it was told last. */
    long committedTold;
    /** When it was heard of last, in ticks. */
    long heardAt;
    /** Whether it has answered since its connection broke, or since this node leads. */
    boolean answered;

    PeerProgress(int node, boolean votes, long acknowledged, long now) {
        this.node = node;
        this.votes = votes;
        this.acknowledged = acknowledged;
        this.heardAt = now;
    }
}
