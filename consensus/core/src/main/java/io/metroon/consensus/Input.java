package io.metroon.consensus;

import io.metroon.consensus.epoch.Admin;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import java.util.List;

/** What happens to a core. */
public sealed interface Input {

    /**
     * A fixed span of monotonic time has passed.
     *
     * @param wallClockMillis milliseconds since 1970, for stamps, and to notice that the machine was suspended
     * @param monotonicNanos what the monotonic clock says now
     */
    record Tick(long wallClockMillis, long monotonicNanos) implements Input {
        /** On clocks that agree. */
        public Tick(long wallClockMillis) {
            this(wallClockMillis, wallClockMillis * 1_000_000);
        }
    }

    /**
     * A message from a node of this cluster.
     *
     * @param from its node
     * @param store its data directory
     * @param epoch that it was in when it said so
     * @param message what it says
     */
    record Received(int from, StoreId store, long epoch, Message message) implements Input {}

    /**
     * Please get this command chosen. Either it is refused by {@link Effect.Refused}, or it may turn up in a commit, here
     * and everywhere; whoever proposed it recognises it by its payload.
     *
     * @param ticket names the proposal in a refusal
     * @param payload the command; not changed afterwards
     */
    record Propose(long ticket, byte[] payload) implements Input {}

    /**
     * From which slot on may a read be evaluated that begins now?
     *
     * @param token names the read; never used twice
     */
    record Read(long token) implements Input {}

    /**
     * The same, but ask a phase-1 quorum of voters instead of the leader.
     *
     * @param token names the read; never used twice
     */
    record QuorumRead(long token) implements Input {}

    /**
     * All records up to this LSN are on stable storage. Only ever the consequence of a successful sync.
     *
     * @param lsn never decreasing
     */
    record Durable(long lsn) implements Input {}

    /**
     * The state machine has applied everything up to this slot.
     *
     * @param slot never decreasing
     */
    record Applied(long slot) implements Input {}

    /**
     * What {@link Effect.LoadLog} asked for.
     *
     * @param ticket echoed
     * @param entries consecutive from the slot asked for, perhaps fewer; none if the range is gone
     */
    record LogLoaded(long ticket, List<Entry> entries) implements Input {}

    /**
     * A snapshot was installed: the state machine stands at its slot.
     *
     * @param slot above everything applied before
     * @param runningHash the chain of entry hashes up to the slot
     * @param epoch the configuration in force behind the slot
     */
    record SnapshotInstalled(long slot, Hash128 runningHash, EpochConfig epoch) implements Input {}

    /**
     * The fetch that {@link Effect.FetchSnapshot} asked for came to nothing.
     *
     * @param slot of the snapshot
     */
    record SnapshotFailed(long slot) implements Input {}

    /**
     * A verified snapshot makes the log up to this slot superfluous here.
     *
     * @param slot of the snapshot
     */
    record Compacted(long slot) implements Input {}

    /**
     * The connection to a peer broke: a hint that it may be gone, never proof.
     *
     * @param node the peer
     */
    record PeerDown(int node) implements Input {}

    /**
     * An operator wants something of the leader; answered by {@link Effect.AdminSettled}, unless the answer is lost.
     *
     * @param ticket names the request
     * @param request what
     */
    record AdminAsked(long ticket, Admin request) implements Input {}

    /** Nothing else is waiting: send what was gathered since the last flush. */
    record Flush() implements Input {}
}
