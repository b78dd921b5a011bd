package io.metroon.replica;

import io.metroon.consensus.Hash128;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Replicas that applied the same log do not hold the same state.
 *
 * @param slot behind which the states were compared
 * @param own digest of this replica's state
 * @param others whose digests differ from it, by node
 * @param ownIsWrong whether a majority of the members has one digest, and it isn't this replica's
 */
public record StateDifference(long slot, Hash128 own, Map<Integer, Hash128> others, boolean ownIsWrong) {
    /** Keeps its own map. */
    public StateDifference {
        others = Map.copyOf(others);
    }

    /** One sentence for the operator. */
    @Override
    public String toString() {
        String theirs = others.keySet().stream()
                .sorted()
                .map(node -> "node " + node + " has " + others.get(node))
                .collect(Collectors.joining(", "));
        return "the states behind slot " + slot + " differ: this node has " + own + ", " + theirs;
    }
}
