package io.metroon.replica.condition;

/** What a command does to the space that the state takes. */
public enum Need {
    /** It may take more. */
    GROWS,
    /** It takes no more, and in the end less: admitted while the disk is low, since it is the way out. */
    SHRINKS
}
