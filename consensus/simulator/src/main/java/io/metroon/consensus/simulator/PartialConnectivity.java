package io.metroon.consensus.simulator;

import java.util.List;

/**
 * The three shapes of partial connectivity in which, after Ng, Haridi and Carbone (OmniPaxos, 2023, section 2), protocols are known
 * to stand still although some node reaches a quorum. A shape is told by places in a list of nodes: the first is the best connected,
 * the last is the leader when the links go.
 */
public enum PartialConnectivity {
    /** Everybody reaches the first node only. The leader still reaches it, and nobody else. */
    QUORUM_LOSS {
        @Override
        public boolean keeps(int one, int other, int nodes) {
            return one == 0 || other == 0;
        }
    },
    /**
     * The leader reaches nobody, and all others reach the first node only. To be the constrained election of the paper, the first
     * node must have missed something before.
     */
    CONSTRAINED {
        @Override
        public boolean keeps(int one, int other, int nodes) {
            return (one == 0 || other == 0) && Math.max(one, other) < nodes - 1;
        }
    },
    /** Each node reaches its neighbours only, and the leader is at an end: the other end does not hear it. */
    CHAINED {
        @Override
        public boolean keeps(int one, int other, int nodes) {
            return Math.abs(one - other) == 1;
        }
    };

    /** Whether the link between two places stays. */
    public abstract boolean keeps(int one, int other, int nodes);

    /** Cuts a link, both ways. */
    @FunctionalInterface
    public interface Scissors {
        /** Cuts the link between two nodes. */
        void cut(int one, int other);
    }

    /** Cuts all links between these nodes, in the order of places, that the shape does not keep. */
    public void cutIn(List<Integer> nodes, Scissors scissors) {
        for (int one = 0; one < nodes.size(); one++) {
            for (int other = 0; other < one; other++) {
                if (!keeps(one, other, nodes.size())) {
                    scissors.cut(nodes.get(one), nodes.get(other));
                }
            }
        }
    }
}
