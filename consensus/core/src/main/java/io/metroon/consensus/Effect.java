package io.metroon.consensus;

import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.List;

/**
 * What a core asks of the shell around it, in order. The shell appends in order, releases a {@link Send} only when its
 * {@code afterLsn} is durable, may lose any Send, and never loses an {@link Append} or {@link Commit}.
 */
public sealed interface Effect {

    /**
     * Make these records durable and say {@link Input.Durable}.
     *
     * @param records in order
     * @param lastLsn number of the last of them
     */
    record Append(List<LogRecord> records, long lastLsn) implements Effect {}

    /**
     * Send, but not before the log is durable up to {@code afterLsn}: a peer may act on it the moment it arrives.
     *
     * @param to the peer
     * @param epoch in which it is said
     * @param message what to say
     * @param afterLsn 0 for at once
     */
    record Send(int to, long epoch, Message message, long afterLsn) implements Effect {}

    /**
     * These are chosen: apply them, in order.
     *
     * @param entries consecutive, directly behind those of the commit before
     */
    record Commit(List<Entry> entries) implements Effect {}

    /**
     * The read may be evaluated once {@code index} is applied.
     *
     * @param token of {@link Input.Read}
     * @param index the slot
     */
    record ReadReady(long token, long index) implements Effect {}

    /**
     * Nobody could be asked for a position: try again with a new token, or give up.
     *
     * @param token of {@link Input.Read}
     */
    record ReadFailed(long token) implements Effect {}

    /**
     * The lease of this leader is another one now, perhaps {@link Lease#NONE}. Whatever comes after it rests on that.
     *
     * @param lease in place of the one before
     */
    record LeaseChanged(Lease lease) implements Effect {}

    /**
     * A leader has confirmed how fresh this replica is once it has applied a slot.
     *
     * @param freshness fresher than any before
     */
    record FreshnessConfirmed(Freshness freshness) implements Effect {}

    /**
     * The proposal was not made; nothing happened.
     *
     * @param ticket of {@link Input.Propose}
     * @param reason why
     */
    record Refused(long ticket, Reason reason) implements Effect {
        /** Why a proposal was not made. */
        public enum Reason {
            /** No leader is known here; another try may find one. */
            NO_LEADER,
            /** The leader has too much in flight. */
            OVERLOADED
        }
    }

    /**
     * Read chosen entries back from the log and say {@link Input.LogLoaded}.
     *
     * @param ticket names the request
     * @param fromSlot first slot
     * @param toSlot last slot
     * @param bytesMax stop after this many octets, but give one entry at least
     */
    record LoadLog(long ticket, long fromSlot, long toSlot, int bytesMax) implements Effect {}

    /**
     * Fetch and install a snapshot, at this slot or a later one; answer by {@link Input.SnapshotInstalled} or
     * {@link Input.SnapshotFailed}.
     *
     * @param from a peer that has it
     * @param slot its slot
     */
    record FetchSnapshot(int from, long slot) implements Effect {}

    /**
     * Who leads, as far as this node knows, changed. Proposals in flight may have been lost.
     *
     * @param ballot the newest known
     * @param leader its node; 0 when none is known
     */
    record LeaderChanged(Ballot ballot, int leader) implements Effect {}

    /**
     * Another configuration is in force here: be able to reach its members, and those of the one before for those that have
     * not heard of it yet.
     *
     * @param config the new one
     */
    record EpochEntered(EpochConfig config) implements Effect {}

    /**
     * There are members that no configuration in force here lists: be able to reach them, too.
     *
     * @param config a newer one
     */
    record EpochHeardOf(EpochConfig config) implements Effect {}

    /**
     * What came of an operator's request.
     *
     * @param ticket of {@link Input.AdminAsked}
     * @param outcome what came of it
     */
    record AdminSettled(long ticket, AdminOutcome outcome) implements Effect {}

    /**
     * An invariant is broken: stop the node.
     *
     * @param reason what was seen
     */
    record Fatal(String reason) implements Effect {}

    /**
     * Something worth a log line, a metric or a simulator's coverage count.
     *
     * @param event what
     * @param slot a slot it concerns, or 0
     */
    record Trace(TraceEvent event, long slot) implements Effect {}
}
