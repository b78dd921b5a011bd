package io.metroon.consensus.frame;

import io.metroon.consensus.epoch.EpochConfig;

/**
 * The decisions on which reads rest, free of state, the same under every engine. Open to be overridden by tests, which break
 * one at a time and expect the simulator to notice.
 */
public class ReadRules {
    /** As they should be. */
    public static final ReadRules SAFE = new ReadRules();

    /** For {@link #SAFE} and for subclasses that break a rule. */
    protected ReadRules() {}

    /**
     * A set of voters that meets every phase-1 quorum has confirmed the leader since the read began: nobody else can have
     * been elected before. Raft dissertation, section 6.4.
     *
     * @param confirmations voters that did, the leader included
     */
    public boolean confirmsRead(long confirmations, EpochConfig epoch) {
        return confirmations >= epoch.blockSize();
    }

    /**
     * A leader knows all that is chosen only when everything that it found, or the first entry of its own term, is chosen
     * and applied; a read waits for that. Raft, section 8.
     *
     * @param knownChosenUpTo end of the prefix that it knows to be chosen
     * @param recoveredSlot the last slot of what it found when it began
     */
    public long readableFrom(long knownChosenUpTo, long recoveredSlot) {
        return Math.max(knownChosenUpTo, recoveredSlot);
    }
}
