package io.metroon.consensus.simulator;

import java.util.random.RandomGenerator;

/**
 * Makes clients.
 *
 * @param <M> the state machine they ask
 */
@FunctionalInterface
public interface WorkloadFactory<M> {
    /**
     * A client.
     *
     * @param client its number, from 0
     * @param random to draw from; nothing else may be random
     */
    Workload<M> create(int client, RandomGenerator random);
}
