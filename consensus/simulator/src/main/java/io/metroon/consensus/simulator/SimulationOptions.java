package io.metroon.consensus.simulator;

import io.metroon.consensus.epoch.EpochConfig;

/**
 * How to run a seed.
 *
 * @param timeline whether to keep the last events for printing
 * @param engine of the first epoch
 * @param sabotage what is deliberately wrong with the system under test
 * @param length how long a run is, 1 for a few virtual seconds
 * @param reduction what of the seed is left out
 */
public record SimulationOptions(
        boolean timeline, EpochConfig.Engine engine, Sabotage sabotage, int length, Reduction reduction) {
    /** The system as it is, without a time line. */
    public static final SimulationOptions DEFAULT =
            new SimulationOptions(false, EpochConfig.Engine.PAXOS, Sabotage.NONE, 1, Reduction.NONE);

    /** The same with a time line. */
    public SimulationOptions withTimeline() {
        return new SimulationOptions(true, engine, sabotage, length, reduction);
    }

    /** The same under another engine. */
    public SimulationOptions withEngine(EpochConfig.Engine other) {
        return new SimulationOptions(timeline, other, sabotage, length, reduction);
    }

    /** The same with something wrong. */
    public SimulationOptions withSabotage(Sabotage deliberate) {
        return new SimulationOptions(timeline, engine, deliberate, length, reduction);
    }

    /** The same, so many times as long: many epochs, snapshots and segments in one run. */
    public SimulationOptions withLength(int times) {
        return new SimulationOptions(timeline, engine, sabotage, times, reduction);
    }

    /** The same with less of the seed. */
    public SimulationOptions withReduction(Reduction less) {
        return new SimulationOptions(timeline, engine, sabotage, length, less);
    }
}
