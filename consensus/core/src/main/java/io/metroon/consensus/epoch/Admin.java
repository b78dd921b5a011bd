package io.metroon.consensus.epoch;

/** What an operator may ask of the leader. */
public sealed interface Admin {
    /**
     * End this epoch, and begin the next one with another configuration.
     *
     * @param next its number is one above that of the epoch it is meant to follow; the leader fills in who leads first and
     *     where it starts
     */
    record Reconfigure(EpochConfig next) implements Admin {}

    /**
     * Let this voter lead.
     *
     * @param node the voter
     */
    record Transfer(int node) implements Admin {}
}
