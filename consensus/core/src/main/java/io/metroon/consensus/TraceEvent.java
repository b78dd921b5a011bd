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
    OVERLOADED,
    /** Proposed the entry that ends the epoch. */
    SEAL_PROPOSED,
    /** Found such an entry in phase 1, and proposed it again. */
    SEAL_RECOVERED,
    /** Entered an epoch right behind its seal. */
    EPOCH_ENTERED,
    /** Entered an epoch by a snapshot. */
    EPOCH_JOINED,
    /** Votes behind a seal were dropped. */
    VOID_DROPPED,
    /** Leads an epoch's round 0, without phase 1. */
    LED_AT_ONCE,
    /** Told a node that its epoch is over. */
    SEAL_TOLD,
    /** A message of a newer epoch came. */
    NEWER_EPOCH_SEEN,
    /** A message came from a data directory that the epoch does not list. */
    STRANGER_IGNORED,
    /** Learned that a former member is not needed any more. */
    RELEASED,
    /** A caught-up member was proposed as a voter. */
    PROMOTED,
    /** Was told to take over leadership. */
    TRANSFER_OBEYED,
    /** The target of a transfer didn't take over in time. */
    TRANSFER_ABANDONED,
    /** Raft: entries that another leader's log does not have were dropped. */
    TRUNCATED,
    /** Raft: the follower's log does not have the entry before those sent. */
    MISMATCHED,
    /** Raft: would stand, or vote, but its own log is damaged. */
    HELD_BACK_BY_DAMAGE,
    /** Raft: a vote was refused because the candidate's log is shorter or older. */
    VOTE_REFUSED,
    /** Raft: entries of older terms were committed with one of the leader's own. */
    COMMITTED_INDIRECTLY,
    /** Raft: a snapshot showed that the log above it belongs to another history. */
    SUFFIX_DROPPED,
    /** The two clocks of this machine disagree about the time since the last tick: it may have been suspended. */
    CLOCKS_DISAGREED,
    /** The leader holds a lease. */
    LEASE_BEGUN,
    /** The leader holds its lease no longer. */
    LEASE_DROPPED,
    /** A candidate was not answered for the sake of a lease. */
    KEPT_PLEDGE
}
