package io.metroon.consensus.epoch;

import java.util.Map;
import java.util.Set;

/**
 * What a leader knows of the others.
 *
 * @param lastSlot the last slot it proposed in
 * @param held for each member, the end of the prefix that it holds durably
 * @param live members heard from within an election timeout, since this leader began; itself included
 * @param isSettled whether everything it found when it began is chosen and applied
 */
public record Progress(long lastSlot, Map<Integer, Long> held, Set<Integer> live, boolean isSettled) {
    /** Whether a member was heard from and lacks at most so many slots. */
    public boolean keepsUp(int node, int slots) {
        return live.contains(node) && held.getOrDefault(node, 0L) >= lastSlot - slots;
    }
}
