package io.metroon.consensus.simulator;

import io.metroon.consensus.epoch.EpochConfig;

/**
 * How to run a seed.
 *
 * @param timeline whether to keep the last events for printing
 * @param engine of the first epoch
 * @param sabotage what is deliberately wrong with the system under test
 */
public record SimulationOptions(boolean timeline, EpochConfig.Engine engine, Sabotage sabotage) {
    /** The system as it is, without a time line. */
    public static final SimulationOptions DEFAULT =
            new SimulationOptions(false, EpochConfig.Engine.PAXOS, Sabotage.NONE);

    /** The same with a time line. */
    public SimulationOptions withTimeline() {
        return new SimulationOptions(true, engine, sabotage);
    }

    /** The same under another engine. */
    public SimulationOptions withEngine(EpochConfig.Engine other) {
        return new SimulationOptions(timeline, other, sabotage);
    }

    /** The same with something wrong. */
    public SimulationOptions withSabotage(Sabotage deliberate) {
        return new SimulationOptions(timeline, engine, deliberate);
    }
}
