package io.metroon.consensus.simulator.check;

/** What must hold after every step. */
public enum Invariant {
    /** Promised never decreases, in memory and, in its durable part, across restarts. */
    PROMISE_NEVER_DECREASES(1),
    /** The ballot of the vote in a slot never decreases, and no vote is above or below the promise it is cast under. */
    VOTE_NEVER_DECREASES(2),
    /** No message left before what it says was durable. */
    DURABLE_BEFORE_SENT(3),
    /** One ballot proposes one value for a slot, wherever it is seen. */
    ONE_VALUE_PER_BALLOT(4),
    /** A ballot is led by one incarnation of the node it names, and never again. */
    BALLOT_NEVER_REUSED(5),
    /** What a quorum voted for durably is chosen and never changes. */
    CHOSEN_NEVER_CHANGES(6),
    /** A proposal above the ballot in which a value was chosen proposes that value. */
    PROPOSES_CHOSEN_VALUE(7),
    /** No node takes for chosen what is not, or not yet. */
    MARKS_ONLY_CHOSEN(8),
    /** No leader announces more than the chosen prefix. */
    COMMIT_WITHIN_CHOSEN(9),
    /** What was durable is still there after a crash, or reported as damaged; never as absent. */
    DURABLE_SURVIVES(10),
    /** Each state applies the chosen prefix in order, without gaps, each slot once. */
    APPLIES_CHOSEN_IN_ORDER(11),
    /** applied is not above chosen, and neither goes back within an incarnation. */
    APPLIED_NEVER_RETREATS(12),
    /** Equal slots have equal hashes, equal states and equal snapshots. */
    REPLICAS_AGREE(13),
    /** An acknowledged command is in the log, and its reply is the one that replaying the log gives. */
    ACKNOWLEDGED_IS_CHOSEN(14),
    /** The log is contiguous from the snapshot on. */
    LOG_CONTIGUOUS(15),
    /** One configuration an epoch, the one that the seal before it carries; nothing of an epoch counts behind its seal. */
    ONE_CONFIG_PER_EPOCH(16),
    /** Nobody acts in an epoch before the one before it is sealed, nor before the record that it entered is durable. */
    ACTS_AFTER_SEAL(17),
    /** A data directory acts only in epochs that list it; one that lost its memory never does under its old name. */
    ACTS_ONLY_IF_LISTED(18),
    /** A linearizable, lease or quorum read sees every write acknowledged before it began; any read the state it names. */
    READS_LINEARIZABLE(19),
    /** A read of bounded staleness sees every write acknowledged before the bound, in true time. */
    READS_WITHIN_BOUND(20),
    /** At most one leader holds a lease at any moment of true time, as long as clocks drift no more than they may. */
    ONE_LEASE(21),
    /** A promise tells of every vote. */
    PROMISE_TELLS_ALL(22),
    /** Windows and queues keep their bounds. */
    BOUNDS_HOLD(23),
    /** A node that stopped sends and writes nothing, and a node stops only with cause. */
    STOPPED_IS_SILENT(24),
    /** With a healthy quorum there is a leader, every request completes, and replicas converge. */
    MAKES_PROGRESS(25),
    /** Raft: a node votes once a term, for one candidate. */
    ONE_VOTE_PER_TERM(26),
    /** Raft: if two logs have the same entry, they are the same before it; and none loses or replaces one but by truncation. */
    LOG_MATCHING(27),
    /** Raft: nothing that a node knows to be committed is dropped. */
    TRUNCATES_ABOVE_COMMIT(28),
    /** Raft: no node has an entry of a term that it is not in yet. */
    TERM_COVERS_LOG(29);

    private final int number;

    Invariant(int number) {
        this.number = number;
    }

    /** Its number in the list of the protocol's document. */
    public int number() {
        return number;
    }
}
