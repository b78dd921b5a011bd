package io.metroon.consensus.frame;

import io.metroon.consensus.Entry;

/** What a leader does as its engine's paper has it. */
public interface Replication {
    /** What all leaders do alike. */
    Leadership leadership();

    /**
     * Puts an entry into this node's own log.
     *
     * @return the LSN of its record: from when that is durable, this node counts
     */
    long record(Entry entry);

    /** Whether anything may be proposed, a seal being in the log at a slot; 0 for none. */
    boolean mayPropose(long sealSlot);

    /** What is durable where has changed: counts again. */
    void count();

    /** Takes for chosen what was chosen and what the state machine has room for. */
    void advance();

    /** Whether something that others may know to be chosen could not be learned for long: another leader may do better. */
    boolean isStranded();

    /** Whether there are entries to send to a member right now. */
    boolean hasNews(int node);

    /** Sends the entries that a member lacks, as far as that is known. */
    void sendEntries(int node);

    /** Sends what the leader has to say besides entries. */
    void sendHeartbeat(int node);

    /** The same at the regular time, when answers to earlier messages may be given up. */
    void sendRegularHeartbeat(int node);
}
