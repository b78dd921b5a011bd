package io.metroon.consensus.simulator.disk;

/** The node lost its power in the middle of a disk operation. An Error, so that no handler of exceptions survives it. */
public final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;

    PowerCut() {
        super("the power went", null, false, false);
    }
}
