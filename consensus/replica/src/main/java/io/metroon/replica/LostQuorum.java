package io.metroon.replica;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfigCodec;
import io.metroon.consensus.epoch.Member;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.log.LogSettings;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.log.Opened;
import io.metroon.replica.log.WriteAheadLog;
import io.metroon.replica.snapshot.SnapshotStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The last resort when so many members are lost for good that no quorum is left: a new epoch in which one survivor is the
 * only member. It gives up what a quorum is for, and says so first. The node must not run meanwhile, and no other former
 * member may ever run again with its old data directory.
 */
public final class LostQuorum {
    /** How far the new epoch's number is above the survivor's: lost members may have begun some that it never heard of. */
    private static final long EPOCHS_SKIPPED = 1_000;

    private final Disk disk;
    private final LogSettings settings;
    private final Meta meta;

    /**
     * What going on with this survivor means.
     *
     * @param epoch the newest that it knows
     * @param certainUpTo everything up to this slot was known here to be chosen
     * @param keptUpTo everything up to this slot is kept, chosen or not
     * @param dropped slots behind a gap, or behind a change of members under way, whose votes are dropped
     * @param givesUp in words, for the operator to agree to
     */
    public record Assessment(
            EpochConfig epoch, long certainUpTo, long keptUpTo, List<Long> dropped, List<String> givesUp) {}

    private LostQuorum(Disk disk, LogSettings settings, Meta meta) {
        this.disk = disk;
        this.settings = settings;
        this.meta = meta;
    }

    /**
     * The survivor in this data directory.
     *
     * @throws IOException naming what is wrong with the directory
     */
    public static LostQuorum of(Disk disk, LogSettings settings) throws IOException {
        return new LostQuorum(disk, settings, MetaFile.load(disk).meta());
    }

    /**
     * Reads what the survivor has; changes nothing but what any start does.
     *
     * @throws IOException when its log can't be trusted at all
     */
    public Assessment assess() throws IOException {
        Opened opened = open();
        try {
            return assess(opened);
        } finally {
            opened.log().close();
        }
    }

    private Opened open() throws IOException {
        return WriteAheadLog.open(disk, "log", settings, meta, snapshotSlot());
    }

    private long snapshotSlot() throws IOException {
        return SnapshotStore.open(disk, "snapshots", meta.identity().cluster())
                .newest()
                .map(SnapshotStore.Snapshot::slot)
                .orElse(0L);
    }

    private Assessment assess(Opened opened) throws IOException {
        long kept = opened.chosenMark();
        List<Long> dropped = new ArrayList<>();
        boolean contiguous = true;
        for (Vote vote : opened.votes()) {
            contiguous = contiguous && vote.slot() == kept + 1 && isKept(vote, opened.config());
            if (contiguous) {
                kept = vote.slot();
            } else {
                dropped.add(vote.slot());
            }
        }
        long certain =
                Math.min(kept, Math.max(opened.chosenMark(), opened.config().startsAfter()));
        return new Assessment(opened.config(), certain, kept, dropped, givesUp(certain, kept, dropped));
    }

    /** A seal that nobody knows to be chosen would begin an epoch of members that are lost. */
    private static boolean isKept(Vote vote, EpochConfig config) {
        Entry entry = vote.entry();
        return entry != null
                && (entry.kind() != EntryKind.SEAL
                        || EpochConfigCodec.decode(entry.payload()).epoch() <= config.epoch());
    }

    private static List<String> givesUp(long certain, long kept, List<Long> dropped) {
        List<String> givesUp = new ArrayList<>();
        givesUp.add("whatever only the lost members held: every change behind slot " + kept
                + ", even if a client was told that it succeeded");
        if (kept > certain) {
            givesUp.add("certainty: the changes from slot " + (certain + 1) + " to slot " + kept
                    + " take effect, though some may never have been chosen");
        }
        if (!dropped.isEmpty()) {
            givesUp.add("the votes held here for the slots " + dropped
                    + ", which lie behind one that is missing or behind a change of members");
        }
        givesUp.add("all other members: wipe their data directories before you add them again");
        return givesUp;
    }

    /**
     * Makes the new epoch. From the next start on this node is a cluster of one; add others as usual.
     *
     * @param agreed what {@link #assess} said, and the operator agreed to
     * @return the configuration in force
     * @throws IOException when the disk fails, or things are no longer as they were assessed: nothing has changed then
     */
    public EpochConfig proceed(Assessment agreed) throws IOException {
        Opened opened = open();
        EpochConfig alone;
        try {
            if (!assess(opened).equals(agreed)) {
                throw new IOException("the data directory has changed since it was looked at: look again");
            }
            alone = alone(opened.config(), agreed.keptUpTo() + 1);
            Ballot ballot = new Ballot(0, meta.identity().node());
            Entry seal = Entry.of(alone.startsAfter(), ballot, EntryKind.SEAL, 0, EpochConfigCodec.encode(alone));
            List<LogRecord> records = new ArrayList<>();
            // Of the old epoch, as any seal: the first record of an epoch is the one that says what it is, so that a
            // crash
            // between the two leaves a directory that can be read, and a second attempt seals the same slot.
            records.add(new LogRecord.Chosen(opened.config().epoch(), seal));
            records.add(new LogRecord.EpochStarted(alone, alone.startsAfter()));
            opened.log().append(records, opened.lastLsn() + records.size(), alone.startsAfter());
            opened.log().sync();
        } finally {
            opened.log().close();
        }
        MetaFile file = MetaFile.load(disk);
        file.write(file.meta().with(alone, Ballot.NONE));
        return alone;
    }

    private EpochConfig alone(EpochConfig last, long slot) {
        int node = meta.identity().node();
        Member self = last.member(node)
                .map(member -> member.as(Member.Role.VOTER))
                .orElseThrow(
                        () -> new IllegalStateException("node " + node + " is no member of epoch " + last.epoch()));
        return new EpochConfig(last.epoch() + EPOCHS_SKIPPED, last.engine(), List.of(self), 1, 1).startingAfter(slot);
    }
}
