package io.metroon.consensus.simulator;

import java.util.Map;
import java.util.TreeMap;

/** How often rare situations were reached: proof that the simulator goes where the bugs are. */
public final class Coverage {
    private final Map<String, Long> counts = new TreeMap<>();

    /** Counts a situation. */
    void saw(String situation) {
        counts.merge(situation, 1L, Long::sum);
    }

    /** Adds what another run saw. */
    public void add(Coverage other) {
        other.counts.forEach((situation, count) -> counts.merge(situation, count, Long::sum));
    }

    /** How often a situation was reached. */
    public long count(String situation) {
        return counts.getOrDefault(situation, 0L);
    }

    /** Situations and counts, sorted by name. */
    public Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
