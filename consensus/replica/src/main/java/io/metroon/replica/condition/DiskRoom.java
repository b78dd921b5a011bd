package io.metroon.replica.condition;

/** How much room a node's disk has, from best to worst. */
public enum DiskRoom {
    /** At least the headroom that its settings ask for. */
    AMPLE,
    /** Less than that: only what frees space is still admitted. */
    LOW,
    /** The log has little left of the last segment that it could get: what is left is for elections. */
    FULL
}
