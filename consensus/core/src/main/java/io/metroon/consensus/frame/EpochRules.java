package io.metroon.consensus.frame;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;

/**
 * The decisions on which the change from one epoch to the next rests, free of state. Open to be overridden by tests, which
 * break one at a time and expect the simulator to notice.
 */
public class EpochRules {
    /** As they should be. */
    public static final EpochRules SEALED = new EpochRules();

    /** For {@link #SEALED} and for subclasses that break a rule. */
    protected EpochRules() {}

    /** A data directory acts for a node only in epochs that list it: one that lost its memory comes back as another. */
    public boolean mayAct(EpochConfig epoch, int node, StoreId store) {
        return epoch.lists(node, store);
    }

    /** What is said in an epoch waits for the record that this node entered it: otherwise it could enter it twice. */
    public long gate(long lsn, long enteredLsn) {
        return Math.max(lsn, enteredLsn);
    }

    /**
     * Round 0 belongs to the first leader, once: when it enters right behind the seal, and has no memory of having been there.
     *
     * @param entersNow whether the record that it entered is being written now, not read back
     */
    public boolean mayLeadAtOnce(EpochConfig epoch, int node, long chosenUpTo, boolean entersNow) {
        return entersNow && epoch.firstLeader() == node && chosenUpTo == epoch.startsAfter();
    }

    /** What this epoch's votes say is void behind the entry that sealed it. */
    public boolean endsEpoch(EpochConfig current, EpochConfig sealedBy) {
        return sealedBy.epoch() > current.epoch();
    }

    /**
     * Whether the members of an epoch need nothing any more that only members of the one before have. Whoever votes in it
     * holds all that came before durably; so one slot chosen in it says that a phase-2 quorum does.
     */
    public boolean isSettled(EpochConfig epoch, long chosenUpTo) {
        return chosenUpTo > epoch.startsAfter();
    }
}
