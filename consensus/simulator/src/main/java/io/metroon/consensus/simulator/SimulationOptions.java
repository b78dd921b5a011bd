package io.metroon.consensus.simulator;

/**
 * How to run a seed.
 *
 * @param timeline whether to keep the last events for printing
 * @param sabotage what is deliberately wrong with the system under test
 */
public record SimulationOptions(boolean timeline, Sabotage sabotage) {
    /** The system as it is, without a time line. */
    public static final SimulationOptions DEFAULT = new SimulationOptions(false, Sabotage.NONE);

    /** The same with a time line. */
    public SimulationOptions withTimeline() {
        return new SimulationOptions(true, sabotage);
    }

    /** The same with something wrong. */
    public SimulationOptions withSabotage(Sabotage deliberate) {
        return new SimulationOptions(timeline, deliberate);
    }
}
