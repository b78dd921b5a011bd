package io.metroon.consensus;

import java.util.Map;

/**
 * How a core stands at one moment.
 *
 * @param node whose
 * @param epoch of its configuration
 * @param role its mode
 * @param promised the highest ballot promised, durable or not
 * @param leader the leader it knows of, 0 for none
 * @param chosenUpTo end of the chosen prefix whose values are here
 * @param knownChosenUpTo end of the prefix known to be chosen somewhere
 * @param lastSlot last slot voted in or proposed
 * @param applied as the shell reported
 * @param canServe whether it leads and has applied all that it recovered
 * @param ackUpTo for a leader, what each member acknowledged
 * @param standing whether this node is of the epoch
 * @param changePending whether the leader has sealed the epoch and waits for that to be chosen
 */
public record CoreView(
        int node,
        long epoch,
        Role role,
        Ballot promised,
        int leader,
        long chosenUpTo,
        long knownChosenUpTo,
        long lastSlot,
        long applied,
        boolean canServe,
        Map<Integer, Long> ackUpTo,
        Standing standing,
        boolean changePending) {
    /** Whether a node, with its data directory, is of an epoch. */
    public enum Standing {
        /** It is listed. */
        MEMBER,
        /** It is not, or not yet: it keeps what it has for those that are. */
        OUTSIDER,
        /** It is not, and nobody needs what it has: it may be taken out of service. */
        RELEASED
    }

    /** The mode of a node. */
    public enum Role {
        /** Votes, or only learns. */
        FOLLOWER,
        /** Asks whether it might lead. */
        PROBING,
        /** In phase 1. */
        PREPARING,
        /** In phase 2. */
        LEADING
    }
}
