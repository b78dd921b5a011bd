package io.metroon.consensus.simulator;

import io.metroon.replica.CoreFactory;
import io.metroon.replica.PeerNetwork;
import io.metroon.replica.StateMachine;
import io.metroon.replica.disk.Disk;

/**
 * A deliberate bug, put between the parts of the system from outside: production code knows nothing of it. The checker
 * sees what comes out behind it, and must notice.
 */
public interface Sabotage {
    /** Nothing is wrong. */
    Sabotage NONE = new Sabotage() {};

    /** What stands in for the engine. */
    default CoreFactory core(CoreFactory honest) {
        return honest;
    }

    /** What stands in for a node's disk. */
    default Disk disk(Disk honest) {
        return honest;
    }

    /** What stands in for a node's network. */
    default PeerNetwork network(PeerNetwork honest) {
        return honest;
    }

    /** What stands in for a node's state machine. */
    default <R> StateMachine<R> machine(StateMachine<R> honest) {
        return honest;
    }
}
