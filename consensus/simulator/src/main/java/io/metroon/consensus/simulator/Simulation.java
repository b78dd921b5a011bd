package io.metroon.consensus.simulator;

import io.metroon.consensus.simulator.check.Violation;
import io.metroon.replica.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * Runs one seed: a safety phase, in which things go wrong at the rates the seed drew, then a liveness phase, in which a
 * quorum is healthy and everything must complete.
 */
public final class Simulation {
    private Simulation() {}

    /**
     * Runs a seed. The same seed and options give the same run, step by step, as long as state machine and workload are
     * deterministic.
     */
    public static <R, M extends StateMachine<R>> Report run(
            long seed, SimulationOptions options, StateMachineFactory<R, M> machines, WorkloadFactory<M> workloads) {
        World<R, M> world = new World<>(seed, options, machines, workloads);
        @Nullable Violation violation = null;
        try {
            world.run();
        } catch (Violation seen) {
            violation = seen;
        }
        return world.report(violation);
    }
}
