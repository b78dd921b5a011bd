package io.metroon.consensus;

/** Situations of a run that are worth seeing: logged, counted, and looked for by the simulator. */
public enum TraceEvent {
    /** Stood for leader and asked around. */
    PROBED,
    /** Asked for promises. */
    PREPARED,
    /** Completed phase 1. */
    LED,
    /** Stopped leading or standing. */
    STEPPED_DOWN,
    /** A vote of an older ballot was proposed again. */
    REPROPOSED,
    /** A slot in which nothing was found was filled. */
    FILLED_GAP,
    /** Phase 1 waits for a damaged vote to be repaired. */
    RECOVERY_BLOCKED,
    /** A damaged vote was decided from intact reports alone. */
    DECIDED_WITHOUT_DAMAGED,
    /** A damaged vote was repaired from a peer. */
    VOTE_REPAIRED,
    /** Accepts were sent again. */
    RESENT,
    /** Chosen values were learned from a peer. */
    CAUGHT_UP_BY_LOG,
    /** A snapshot was asked for. */
    SNAPSHOT_WANTED,
    /** A snapshot was installed. */
    SNAPSHOT_INSTALLED,
    /** Heartbeats stopped because the disk does not sync. */
    DISK_STALLED,
    /** The leader lost touch with a quorum. */
    QUORUM_LOST,
    /** A proposal was refused for load. */
    OVERLOADED
}
