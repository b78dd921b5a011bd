package io.metroon.consensus.simulator;

import io.metroon.replica.StateMachine;

/**
 * Makes the state machines that a simulated cluster replicates.
 *
 * @param <R> a reply; compared by {@code equals} with the reply that replaying the log gives
 * @param <M> the state machine
 */
public interface StateMachineFactory<R, M extends StateMachine<R>> {
    /** An empty one. */
    M create();

    /** A value that is equal for equal states; asked after every slot, so in constant time. */
    Object digest(M machine);
}
