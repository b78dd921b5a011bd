package io.metroon.consensus.simulator;

import java.util.ArrayList;
import java.util.List;

/** Counts what a run costs and what clients got for it. */
final class Meter {
    private final List<SteadyCluster.Answer> answers = new ArrayList<>();
    private long syncs;

    /** A log was synced. */
    void synced() {
        syncs++;
    }

    /** An operation was answered. */
    void answered(long begunNanos, long answeredNanos, long slot) {
        answers.add(new SteadyCluster.Answer(begunNanos, answeredNanos, slot));
    }

    /** Syncs of all logs. */
    long syncs() {
        return syncs;
    }

    /** In the order in which they were heard. */
    List<SteadyCluster.Answer> answers() {
        return answers;
    }
}
