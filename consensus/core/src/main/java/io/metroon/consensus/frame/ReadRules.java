package io.metroon.consensus.frame;

import io.metroon.consensus.ReadSettings;
import io.metroon.consensus.SteadyTime;
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

    /**
     * The position of a read that begins now: one that no message has asked for yet. An echo of an older one may have been
     * given before the read began, and says nothing of it.
     *
     * @param sent the newest position asked for
     * @param confirmed the newest one that was confirmed
     */
    public long positionFor(long sent, long confirmed) {
        return sent + 1;
    }

    /**
     * From when a lease counts: from when the voters were asked, for that is the earliest that any of them can have heard it.
     *
     * @param asked when the round was sent
     * @param answered now
     */
    public SteadyTime leaseSince(SteadyTime asked, SteadyTime answered) {
        return asked;
    }

    /** A voter that starts again may have pledged itself a moment ago. */
    public boolean isMuteAfterRestart() {
        return true;
    }

    /** How far a node's two clocks may disagree before it takes the machine for suspended. */
    public long toleranceNanos(ReadSettings settings) {
        return settings.marginNanos();
    }

    /**
     * A stamp is echoed once the leader was confirmed by a round that it sent after it had received the stamp.
     *
     * @param afterRound the last round sent before it was received
     * @param confirmed the newest round that was confirmed
     */
    public boolean mayEcho(long afterRound, long confirmed) {
        return confirmed > afterRound;
    }

    /** Who is asked in a quorum read, and whose answer counts: any q1 of them meets every q2 that chose something. */
    public boolean answersQuorumRead(int node, EpochConfig epoch) {
        return epoch.isVoter(node);
    }

    /** A quorum read waits until everything is applied that any of those asked has voted in: it may be chosen. */
    public long quorumReadableFrom(long highest) {
        return highest;
    }
}
