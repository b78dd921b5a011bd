package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.SlotRange;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.replica.log.SegmentScan.Found;
import io.metroon.replica.log.SegmentScan.Gap;
import io.metroon.replica.log.SegmentScan.Item;
import io.metroon.replica.log.SegmentScan.State;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The recovery table: goes through all segments in order and decides of each record whether it holds, was never synced, or
 * was synced and is damaged.
 *
 * <p>Up to K, the highest LSN that any batch says was durable when it was written, whatever is missing is damage. Above K,
 * the first record of which a block never reached the disk ends the log: its batch was not synced, so nothing depended on
 * it, nor on anything behind it. Records are only ever dropped there.
 */
final class Replay {
    /** Records lost altogether: they may have been about any of these slots. */
    private static final class Loss {
        final long lastLsn;
        final long fromSlot;
        long toSlot = -1;

        Loss(long lastLsn, long fromSlot) {
            this.lastLsn = lastLsn;
            this.fromSlot = fromSlot;
        }
    }

    private record Mark(long lastLsn, long chosenUpTo, long chosenAbove, long epoch) {}

    private final Meta meta;
    private final LogSettings settings;
    private final long snapshotSlot;
    private final SlotIndex index = new SlotIndex();
    /** Votes of which only the identity is left. The others are read again when they are needed. */
    private final TreeMap<Long, Vote> damaged = new TreeMap<>();

    private final List<Loss> losses = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private final List<Found> kept = new ArrayList<>();
    private final TreeMap<Long, Ballot> promises = new TreeMap<>();
    private final TreeMap<Long, EpochConfig> chain = new TreeMap<>();
    private final TreeMap<Long, Long> voteEpochs = new TreeMap<>();
    private EpochConfig config;
    private long highestEpoch;
    private long batchAbove;
    private long enteredLsn;
    private long expected = -1;
    private long syncedThrough;
    private long settledMark;
    private long settledAbove;
    private long highestSlot;
    private long coveredLsn;
    private String where = "";

    Replay(Meta meta, LogSettings settings, long snapshotSlot) {
        this.meta = meta;
        this.settings = settings;
        this.snapshotSlot = snapshotSlot;
        this.config = meta.current();
        this.promises.put(meta.current().epoch(), meta.promised());
        this.chain.put(config.epoch(), config);
    }

    /** The next segment. */
    void segment(SegmentScan scan, boolean last) throws IOException {
        where = SegmentFiles.name(scan.segment());
        kept.clear();
        if (last && scan.isEnded()) {
            throw amnesia(SegmentFiles.name(scan.segment() + 1) + " is missing");
        }
        syncedThrough = last ? highestSynced(scan) : Long.MAX_VALUE;
        Gap gap = null;
        for (Item item : scan.items()) {
            if (item instanceof Gap found) {
                gap = found;
            } else if (item instanceof Found found) {
                if (endsLog(found, gap)) {
                    dropTail(found.offset());
                    return;
                }
                arrive(found, gap, scan.segment());
                gap = null;
            }
        }
        if (last && gap != null) {
            end(gap);
        }
    }

    private long highestSynced(SegmentScan scan) {
        long highest = expected - 1; // a segment is only begun when the one before is synced
        for (Item item : scan.items()) {
            if (item instanceof Found found && found.state() == State.WHOLE) {
                RecordHeader header = found.header();
                long synced = header.kind() == RecordKind.BATCH ? header.stamp() : -1;
                highest = Math.max(highest, header.kind() == RecordKind.SEGMENT ? header.lsn() : synced);
            }
        }
        return highest;
    }

    /** Whether this record, or one missing before it, shows that from there on nothing was synced. */
    private boolean endsLog(Found found, @Nullable Gap gap) {
        RecordHeader header = found.header();
        boolean missing = expected >= 0 && lastBefore(header) >= expected && header.kind() != RecordKind.FAULT;
        if (missing && expected > syncedThrough) {
            return gap == null || gap.unwritten();
        }
        if (!header.kind().isNumbered() || header.lsn() <= syncedThrough) {
            return false;
        }
        boolean unidentified = settings.identifiers() && !found.identified();
        return found.state() == State.UNWRITTEN || (found.state() == State.DAMAGED && unidentified);
    }

    private static long lastBefore(RecordHeader header) {
        return header.kind().isNumbered() ? header.lsn() - 1 : header.lsn();
    }

    private void dropTail(int offset) {
        findings.add(new Finding(
                Finding.Severity.NOTE,
                where + " at " + offset,
                "records from LSN " + expected + " on were never synced, and nothing depended on them: dropped"));
    }

    private void arrive(Found found, @Nullable Gap gap, long segment) throws IOException {
        RecordHeader header = found.header();
        if (expected < 0) {
            begin(header, segment);
        }
        if (header.kind().isNumbered() && header.lsn() < expected) {
            warn(found.offset(), "record with LSN " + header.lsn() + " where " + expected + " belongs: ignored");
            return;
        }
        if (lastBefore(header) >= expected && header.kind() != RecordKind.FAULT) {
            lose(lastBefore(header), gap == null ? found.offset() : gap.offset());
        } else if (gap != null) {
            warn(gap.offset(), "a damaged mark; no record is missing");
        }
        if (header.kind().isNumbered()) {
            kept.add(found);
            expect(header.lsn() + 1);
        }
        take(found, segment);
    }

    /** The first segment: what was released before it must have been in the snapshot. */
    private void begin(RecordHeader first, long segment) {
        expected = lastBefore(first) + 1;
        boolean head = first.kind() == RecordKind.SEGMENT;
        if (segment == 1) {
            expected = 1;
        } else if (!head || first.slot() > snapshotSlot) {
            lose(expected - 1, 0);
        }
    }

    private void take(Found found, long segment) throws IOException {
        RecordHeader header = found.header();
        if (header.kind() != RecordKind.BATCH) {
            highestEpoch = Math.max(highestEpoch, header.epoch());
        }
        switch (header.kind()) {
            case SEGMENT -> takeHead(found, segment);
            case BATCH -> takeBatch(header);
            case END -> cover(header, header.lsn());
            case PROMISED -> raise(header);
            case ACCEPTED, CHOSEN, IDENTITY -> takeVote(found, segment);
            case EPOCH_STARTED -> takeConfig(found);
            case TRUNCATED -> truncate(header);
            case FAULT -> takeFault(header);
        }
    }

    private void takeHead(Found found, long segment) throws IOException {
        RecordHeader header = found.header();
        StoreIds.check(header, meta, segment);
        if (found.state() == State.WHOLE) {
            adopt(EpochConfigCodec.decode(found.payload()));
        } else {
            warn(0, "the segment's head is damaged; its copy at the end is not");
        }
        cover(header, header.lsn());
    }

    private void takeBatch(RecordHeader header) {
        long lastLsn = header.hash().high();
        long chosenUpTo = header.hash().low();
        batchAbove = chosenUpTo - header.extra();
        marks.add(new Mark(lastLsn, chosenUpTo, batchAbove, header.epoch()));
        settle();
        cover(header, lastLsn);
    }

    /** A promise and a highest slot that hold for all records up to this LSN. */
    private void cover(RecordHeader header, long throughLsn) {
        raise(header);
        highestSlot = Math.max(highestSlot, header.slot());
        coveredLsn = Math.max(coveredLsn, throughLsn);
        losses.stream().filter(loss -> loss.toSlot < 0).forEach(loss -> loss.toSlot = highestSlot);
    }

    private void raise(RecordHeader header) {
        promises.merge(header.epoch(), header.ballot(), (one, other) -> one.isBelow(other) ? other : one);
    }

    private void takeVote(Found found, long segment) {
        RecordHeader header = found.header();
        if (header.kind() != RecordKind.CHOSEN) {
            raise(header); // a vote implies a promise of its ballot
        }
        highestSlot = Math.max(highestSlot, header.slot());
        boolean whole = found.state() == State.WHOLE && header.kind() != RecordKind.IDENTITY;
        index.put(header.slot(), whole ? SlotIndex.place(segment, found.offset()) : SlotIndex.NONE);
        if (found.state() != State.WHOLE) {
            warn(found.offset(), "the value of the vote at slot " + header.slot() + " is damaged; its identity is not");
        }
        voteEpochs.put(header.slot(), header.epoch());
        damaged.remove(header.slot());
        if (!whole && header.slot() > snapshotSlot) {
            damaged.put(header.slot(), Vote.idOnly(header.slot(), header.ballot(), header.hash()));
        }
    }

    private void takeConfig(Found found) throws IOException {
        if (found.state() == State.WHOLE) {
            adopt(EpochConfigCodec.decode(found.payload()));
            enteredLsn = found.header().lsn();
            settledMark = Math.max(settledMark, found.header().slot());
            settledAbove = Math.max(settledAbove, batchAbove);
        }
    }

    private void adopt(EpochConfig found) {
        chain.put(found.epoch(), found);
        if (found.epoch() > config.epoch()) {
            config = found;
        }
    }

    /** What an epoch's votes say is void behind its seal; a later epoch may not have voted there yet. */
    private void dropVoid() {
        voteEpochs.forEach((slot, epoch) -> {
            boolean isVoid = chain.tailMap(epoch, false).values().stream().anyMatch(next -> next.startsAfter() < slot);
            if (isVoid) {
                damaged.remove(slot);
                index.forget(slot, slot);
            }
        });
    }

    /** Doubts stay: what was lost may be rewritten behind this record, or not. */
    private void truncate(RecordHeader header) {
        voteEpochs.tailMap(header.slot(), false).values().removeIf(epoch -> epoch == header.epoch());
        damaged.keySet().removeIf(slot -> slot > header.slot() && !voteEpochs.containsKey(slot));
        index.forget(header.slot() + 1, Long.MAX_VALUE);
    }

    private void takeFault(RecordHeader header) {
        Loss loss = new Loss(header.lsn(), header.slot());
        loss.toSlot = header.ballot().round();
        distrust(loss);
    }

    private void lose(long lastLsn, int offset) {
        findings.add(new Finding(
                Finding.Severity.FAULT,
                where + " at " + offset,
                "records up to LSN " + lastLsn + " are lost, from LSN " + expected + " on: votes above slot "
                        + settledMark + " that they may have held are reported as faulty"));
        Loss loss = new Loss(lastLsn, settledMark + 1);
        if (coveredLsn >= lastLsn) {
            loss.toSlot = highestSlot;
        }
        distrust(loss);
        expect(lastLsn + 1);
    }

    /** What is known of these slots so far may have been replaced by what was lost. */
    private void distrust(Loss loss) {
        losses.add(loss);
        long to = loss.toSlot < 0 ? Long.MAX_VALUE : loss.toSlot;
        if (loss.fromSlot <= to) {
            damaged.subMap(loss.fromSlot, true, to, true).clear();
            index.forget(loss.fromSlot, to);
        }
    }

    private void expect(long lsn) {
        expected = lsn;
        settle();
    }

    private void settle() {
        while (!marks.isEmpty() && marks.getFirst().lastLsn < expected) {
            Mark mark = marks.removeFirst();
            settledMark = Math.max(settledMark, mark.chosenUpTo);
            highestEpoch = Math.max(highestEpoch, mark.epoch);
            settledAbove = Math.max(settledAbove, mark.chosenAbove);
            if (mark.chosenAbove < mark.chosenUpTo) {
                // These hold chosen values, so they are not void.
                voteEpochs
                        .subMap(mark.chosenAbove, false, mark.chosenUpTo, true)
                        .clear();
            }
        }
    }

    private boolean isReadable(long slot) {
        return index.get(slot) != SlotIndex.NONE;
    }

    private void end(Gap gap) throws IOException {
        if (!gap.unwritten()) {
            throw amnesia(where + " is damaged from " + gap.offset() + " to its end, and the identifiers with it");
        }
        if (!gap.zero()) {
            dropTail(gap.offset());
        }
    }

    /** Checks that nothing was lost that a vote might break. Call when all segments were read. */
    void finish() throws IOException {
        if (expected < 0) {
            throw amnesia("no record of the log can be read");
        }
        if (highestEpoch > config.epoch()) {
            throw amnesia("the configuration of epoch " + highestEpoch + " is unreadable");
        }
        if (losses.stream().anyMatch(loss -> loss.toSlot < 0)) {
            throw amnesia("records at the end of the log are lost, and with them perhaps a promise");
        }
        dropVoid();
    }

    static StoreRefusedException amnesia(String seen) {
        return new StoreRefusedException(
                StoreRefusedException.Reason.AMNESIA,
                seen + ": promises and votes may be forgotten, so this store must never vote again; replace this"
                        + " member by one with a new data directory");
    }

    private void warn(int offset, String what) {
        findings.add(new Finding(Finding.Severity.WARNING, where + " at " + offset, what));
    }

    SlotIndex index() {
        return index;
    }

    List<Finding> findings() {
        return findings;
    }

    EpochConfig config() {
        return config;
    }

    /** The configurations that the log tells of, oldest first; the last is {@link #config}. */
    List<EpochConfig> chain() {
        return List.copyOf(chain.values());
    }

    Ballot promised() {
        return promises.getOrDefault(config.epoch(), Ballot.NONE);
    }

    long lastLsn() {
        return expected - 1;
    }

    long highestSlot() {
        return highestSlot;
    }

    /** The chosen mark as it was written. */
    long writtenMark() {
        return settledMark;
    }

    /**
     * Newest record of each slot above the chosen mark.
     *
     * @param log to read the values from
     */
    List<Vote> votes(WriteAheadLog log) throws IOException {
        List<Vote> votes = new ArrayList<>();
        for (long slot = chosenMark() + 1; slot <= index.lastSlot(); slot++) {
            Vote identity = damaged.get(slot);
            if (identity != null) {
                votes.add(identity);
            } else if (isReadable(slot)) {
                votes.add(log.readBack(slot));
            }
        }
        return votes;
    }

    /** Of the slots above this one, up to the chosen mark, the log holds the chosen values. */
    long chosenAbove() {
        return settledMark < snapshotSlot ? snapshotSlot : settledAbove; // a jump that no mark tells of yet
    }

    /**
     * A slot up to which everything was known chosen and its value is here. Below a snapshot that was installed the log may
     * hold votes for what was not chosen.
     */
    long chosenMark() {
        long slot = snapshotSlot;
        while (slot < settledMark && snapshotSlot >= settledAbove) {
            if (!isReadable(slot + 1)) {
                break;
            }
            slot++;
        }
        return slot;
    }

    List<SlotRange> faults() {
        SlotRanges ranges = new SlotRanges();
        for (Loss loss : losses) {
            // Votes lost before the epoch began don't matter to it.
            long to = loss.lastLsn < enteredLsn ? Math.min(loss.toSlot, config.startsAfter()) : loss.toSlot;
            ranges.add(Math.max(loss.fromSlot, snapshotSlot + 1), to);
        }
        TreeSet<Long> known = new TreeSet<>(damaged.keySet());
        for (Loss loss : losses) {
            LongStream.rangeClosed(loss.fromSlot, Math.min(loss.toSlot, index.lastSlot()))
                    .filter(this::isReadable)
                    .forEach(known::add);
        }
        return ranges.without(known);
    }

    /** What the last segment still holds, in order, as it should be written again. */
    List<Found> keptOfLastSegment(long afterLsn) {
        List<Found> all = new ArrayList<>(kept);
        all.removeIf(found -> found.header().kind() == RecordKind.FAULT); // each is among the losses
        for (Loss loss : losses) {
            if (loss.lastLsn > afterLsn) {
                RecordHeader fault = RecordHeader.fault(config.epoch(), loss.lastLsn, loss.fromSlot, loss.toSlot);
                all.add(new Found(fault, 0, State.WHOLE, new byte[0], false));
            }
        }
        all.sort((a, b) -> Long.compare(a.header().lsn(), b.header().lsn()));
        return all;
    }
}
