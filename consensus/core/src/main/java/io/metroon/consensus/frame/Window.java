package io.metroon.consensus.frame;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.Entry;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a leader has in flight: the slots between the end of the chosen prefix and the last one proposed, and how far this
 * node's own disk is with them.
 */
final class Window {
    private final ConsensusSettings settings;
    private final VoteTable votes;
    private final Deque<OwnEntry> unsynced = new ArrayDeque<>();
    private long lastSlot;
    private long chosenUpTo;
    private long ownAcknowledged;
    private long bytes;

    /** A slot that counts for this node once its log is durable up to there. */
    private record OwnEntry(long lsn, long slot) {}

    /** With nothing in flight behind a slot. */
    Window(ConsensusSettings settings, VoteTable votes, long chosenUpTo) {
        this.settings = settings;
        this.votes = votes;
        this.chosenUpTo = chosenUpTo;
        this.lastSlot = chosenUpTo;
        this.ownAcknowledged = chosenUpTo;
    }

    long lastSlot() {
        return lastSlot;
    }

    long chosenUpTo() {
        return chosenUpTo;
    }

    /** End of the prefix that this node's own disk has synced. */
    long ownAcknowledged() {
        return ownAcknowledged;
    }

    boolean hasRoom() {
        return lastSlot - chosenUpTo < settings.windowSlots() && bytes < settings.windowBytes();
    }

    /** An entry is in flight; its record has this LSN. */
    void proposed(Entry entry, long lsn) {
        lastSlot = entry.slot();
        bytes += entry.weight();
        unsynced.add(new OwnEntry(lsn, lastSlot));
    }

    /** Entries that were in the log before are in flight, too; one that can't be read weighs nothing. */
    void inherited(long upTo, long lsn) {
        for (long slot = lastSlot + 1; slot <= upTo; slot++) {
            bytes += weightAt(slot);
        }
        lastSlot = upTo;
        unsynced.add(new OwnEntry(lsn, lastSlot));
    }

    /** The disk has synced: this node's own entries count now. */
    void durable(long lsn) {
        while (!unsynced.isEmpty() && unsynced.peekFirst().lsn() <= lsn) {
            ownAcknowledged = unsynced.removeFirst().slot();
        }
    }

    void chosen(long upTo) {
        while (chosenUpTo < upTo) {
            bytes -= weightAt(++chosenUpTo);
        }
        if (chosenUpTo >= lastSlot) {
            // Nothing is in flight, whatever the weight of an entry was that was compacted before it was counted.
            bytes = 0;
        }
    }

    private long weightAt(long slot) {
        Entry entry = votes.entry(slot);
        return entry == null ? 0 : entry.weight();
    }
}
