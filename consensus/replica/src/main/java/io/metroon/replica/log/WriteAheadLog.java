package io.metroon.replica.log;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.DiskFile;
import io.metroon.replica.disk.NoSpaceException;
import java.io.IOException;
import java.util.Deque;
import java.util.List;

/**
 * Promises and votes, in the order in which they were made, in segments of one size that are filled with zeros before use.
 * Not thread-safe: everything on the log lane. Format and recovery: {@code docs/formats/log.md}.
 *
 * <p>Invariants: LSNs are consecutive. A segment is begun only when the one before is synced. Every batch restates the
 * promise and the highest slot as of its end, so that losing a record never loses a promise. {@link #durableLsn} moves only
 * after a successful sync of every file touched.
 *
 * <p>Any {@link IOException} but {@link NoSpaceException} is final: what should have been written may be gone, another sync
 * would succeed all the same, and so every later call is refused. The node must stop, and recovery decide.
 */
public final class WriteAheadLog implements AutoCloseable {
    private static final byte[] EMPTY = {};

    private final SegmentFiles files;
    private final LogSettings settings;
    private final Meta meta;
    private final SlotIndex index;
    private final Deque<Sealed> sealed;
    private final EntryReader entries;
    private Segment active;
    private EpochConfig config;
    private Ballot promised;
    private long lastLsn;
    private long durableLsn;
    private long highestSlot;
    private long chosenMark;
    private long chosenAbove;
    private long markedLsn;
    private long markedChosen;
    private int nextSliceAt;
    private boolean failed;

    /** A segment that is no longer written. */
    record Sealed(long number, long highestSlot) {}

    WriteAheadLog(
            SegmentFiles files, LogSettings settings, Meta meta, Deque<Sealed> sealed, Segment active, Replay replay) {
        this.files = files;
        this.settings = settings;
        this.meta = meta;
        this.sealed = sealed;
        this.active = active;
        this.index = replay.index();
        this.entries = new EntryReader(files);
        this.config = replay.config();
        this.promised = replay.promised();
        this.lastLsn = replay.lastLsn();
        this.durableLsn = lastLsn;
        this.highestSlot = replay.highestSlot();
        this.chosenMark = replay.writtenMark();
        this.chosenAbove = replay.chosenAbove();
        this.markedLsn = lastLsn;
        this.markedChosen = chosenMark;
    }

    /**
     * Makes the first segment of a new store. Do it before {@link MetaFile#format}: a store whose meta file exists has a
     * log, and one that has lost it is refused.
     *
     * @param directory below the disk's root
     * @throws StoreRefusedException when there are segments already
     */
    public static void format(Disk disk, String directory, LogSettings settings, Meta meta) throws IOException {
        disk.createDirectories(directory);
        disk.syncDirectory("");
        SegmentFiles files = new SegmentFiles(disk, directory, settings);
        if (!files.numbers().isEmpty()) {
            throw new StoreRefusedException(
                    StoreRefusedException.Reason.ALREADY_FORMATTED,
                    "there are log segments in " + directory + " already; empty the data directory by hand to use it"
                            + " anew");
        }
        files.adoptLeftovers();
        byte[] config = EpochConfigCodec.encode(meta.current());
        Segment first = files.create(
                1,
                settings.segmentBytes(),
                segment -> segment.addHead(
                        Heads.segment(segment, meta.current(), 0, 0, meta.promised(), meta, config), config));
        first.file().close();
    }

    /**
     * Reads what the log remembers, and makes it ready to go on.
     *
     * @param directory below the disk's root
     * @param meta of the same store
     * @param snapshotSlot of the snapshot that the state machine stands at: votes up to it are not needed
     * @throws StoreRefusedException when promises or votes are lost that nothing can bring back, or the log belongs to
     *     another store, or a newer release wrote it
     * @throws NoSpaceException when there is no room for a fresh segment
     */
    public static Opened open(Disk disk, String directory, LogSettings settings, Meta meta, long snapshotSlot)
            throws IOException {
        return new LogRecovery(disk, directory, settings, meta, snapshotSlot).open();
    }

    /**
     * Writes records; they are durable after the next {@link #sync}. When it throws {@link NoSpaceException} some of them
     * may have been written: call it again with the same arguments when there is room, and it goes on where it stopped.
     *
     * @param records consecutive; their payloads are never changed afterwards
     * @param last the LSN of the last of them
     * @param chosenUpTo all slots up to here are chosen and, but for those below a {@link #jump}, their values are in the
     *     log, these records included
     * @throws NoSpaceException when another segment is needed and there is no room for it
     * @throws IOException the disk failed: stop the node
     * @throws IllegalArgumentException when the records don't follow on those before, or a payload exceeds
     *     {@link LogSettings#payloadBytesMax}
     */
    public void append(List<LogRecord> records, long last, long chosenUpTo) throws IOException {
        requireUsable();
        long first = last - records.size() + 1;
        if (first > lastLsn + 1) {
            throw new IllegalArgumentException("record " + first + " does not follow on " + lastLsn);
        }
        List<LogRecord> rest = records.subList((int) Math.min(records.size(), lastLsn + 1 - first), records.size());
        if (rest.isEmpty()) {
            return;
        }
        LogRecords.check(rest, settings.payloadBytesMax());
        foresee(rest);
        chosenMark = Math.max(chosenMark, chosenUpTo);
        try {
            write(rest, last);
            keepPace();
        } catch (IOException e) {
            throw failing(e);
        }
    }

    /** Under load nobody finds time for {@link #prepareSpare}: then the spare grows twice as fast as the segment fills. */
    private void keepPace() throws IOException {
        if (active.end() < nextSliceAt) {
            return;
        }
        nextSliceAt = active.end() + SegmentFiles.SLICE / 2;
        try {
            files.extendSpare();
        } catch (NoSpaceException e) {
            nextSliceAt = Integer.MAX_VALUE; // prepareSpare says so, and the append that needs it
        }
    }

    /** A batch's start restates the promise as of its end: promising early what is about to be promised harms nobody. */
    private void foresee(List<LogRecord> records) {
        for (LogRecord record : records) {
            if (record instanceof LogRecord.EpochStarted started) {
                config = started.config();
                promised = Ballot.NONE;
            }
            Ballot ballot = LogRecords.promise(record);
            promised = promised.isBelow(ballot) ? ballot : promised;
            highestSlot = Math.max(highestSlot, LogRecords.slot(record));
        }
    }

    private void write(List<LogRecord> records, long last) throws IOException {
        boolean begun = false;
        for (LogRecord record : records) {
            byte[] payload = LogRecords.payload(record);
            if (!active.fits(payload.length + 2 * RecordHeader.BYTES)) {
                roll();
                begun = false;
            }
            if (!begun) {
                beginBatch(last);
                begun = true;
            }
            int place = active.add(LogRecords.header(record, lastLsn + 1, payload), payload);
            lastLsn++;
            if (LogRecords.isVote(record)) {
                index.put(LogRecords.slot(record), SlotIndex.place(active.number(), place));
            }
        }
        active.flush();
    }

    private void beginBatch(long last) {
        active.add(
                Heads.batch(config.epoch(), lastLsn, highestSlot, promised, durableLsn, last, chosenMark, chosenAbove),
                EMPTY);
        markedLsn = durableLsn;
        markedChosen = chosenMark;
    }

    private void roll() throws IOException {
        active.flush();
        active.file().sync();
        durableLsn = lastLsn;
        long highestSoFar = Math.max(highestSlot, active.highestSlot());
        byte[] encoded = EpochConfigCodec.encode(config);
        Segment next = create(segment -> segment.addHead(
                Heads.segment(segment, config, lastLsn, highestSoFar, promised, meta, encoded), encoded));
        active.add(RecordHeader.end(config.epoch(), lastLsn, highestSoFar, promised), EMPTY);
        active.flush();
        active.file().sync();
        active.file().close();
        sealed.addLast(new Sealed(active.number(), active.highestSlot()));
        active = next;
        nextSliceAt = 0;
    }

    private Segment create(SegmentFiles.Content content) throws IOException {
        try {
            return files.create(active.number() + 1, settings.segmentBytes(), content);
        } catch (NoSpaceException e) {
            throw new NoRoomForSegment(e);
        }
    }

    /** Tells a full disk where it harms nothing from one in the middle of a segment. */
    private static final class NoRoomForSegment extends IOException {
        private static final long serialVersionUID = 1L;

        NoRoomForSegment(NoSpaceException cause) {
            super(cause);
        }
    }

    private IOException failing(IOException e) {
        if (e instanceof NoRoomForSegment && e.getCause() instanceof NoSpaceException full) {
            return full;
        }
        failed = true;
        return e instanceof NoSpaceException ? new IOException("no space inside a preallocated segment", e) : e;
    }

    /**
     * Makes everything appended durable.
     *
     * @return the LSN up to which everything is durable
     * @throws IOException the disk failed: stop the node; never try again
     */
    public long sync() throws IOException {
        requireUsable();
        if (durableLsn < lastLsn) {
            force();
            durableLsn = lastLsn;
        }
        return durableLsn;
    }

    private void force() throws IOException {
        try {
            active.file().sync();
        } catch (IOException e) {
            throw failing(e);
        }
    }

    /**
     * Notes what is durable and chosen, if that is news, and syncs the note. Call it when the log has been idle for a
     * while, at most 100 ms: damage up to such a mark is never mistaken for a tail that was not synced.
     *
     * @param chosenUpTo as for {@link #append}
     */
    public void mark(long chosenUpTo) throws IOException {
        requireUsable();
        sync();
        chosenMark = Math.max(chosenMark, chosenUpTo);
        boolean news = markedLsn < durableLsn || markedChosen < chosenMark;
        if (!news || !active.fits(0)) {
            return;
        }
        beginBatch(lastLsn);
        try {
            active.flush();
        } catch (IOException e) {
            throw failing(e);
        }
        force();
    }

    /**
     * Fills a slice, at most 1 MiB, of the next segment, so that {@link #append} never waits for it. Call it after each
     * sync that leaves time, until it says that there is no more to do.
     *
     * @return whether there is more to do
     * @throws NoSpaceException when the disk is full; the log goes on as long as the present segment lasts
     * @throws IOException the disk failed: stop the node
     */
    public boolean prepareSpare() throws IOException {
        requireUsable();
        try {
            return files.extendSpare();
        } catch (NoSpaceException e) {
            throw e;
        } catch (IOException e) {
            throw failing(e);
        }
    }

    /**
     * The newest values of consecutive slots. The log doesn't know which are chosen: ask only for slots that are.
     *
     * @param fromSlot first slot
     * @param toSlot last slot
     * @param bytesMax stop after this many octets of payload, but give one entry at least
     * @return from {@code fromSlot} on without a gap; none when that slot is released, was never held or is damaged
     */
    public List<Entry> read(long fromSlot, long toSlot, int bytesMax) {
        return entries.read(index, active, fromSlot, toSlot, bytesMax);
    }

    /** A vote that was whole when the log was opened. */
    Vote readBack(long slot) throws IOException {
        return entries.vote(index, active, slot)
                .orElseThrow(() -> new IOException(
                        "the record of slot " + slot + " was whole a moment ago and can't be read again"));
    }

    /**
     * The state machine jumped to a snapshot from elsewhere: what was chosen up to its slot need not be what this log holds
     * there, and is not needed. Call it before any chosen mark at or above that slot is given.
     *
     * @param toSlot of a snapshot that is durable and was read back
     * @throws IOException the disk failed: stop the node
     */
    public void jump(long toSlot) throws IOException {
        chosenAbove = Math.max(chosenAbove, toSlot);
        release(toSlot);
    }

    /**
     * Removes the oldest segments as long as all that they hold is about slots up to this one. Every segment behind them
     * restates the promise.
     *
     * @param throughSlot of a snapshot that is durable and was read back
     * @throws IOException the disk failed: stop the node
     */
    public void release(long throughSlot) throws IOException {
        requireUsable();
        try {
            while (!sealed.isEmpty() && sealed.getFirst().highestSlot() <= throughSlot) {
                entries.forget(sealed.getFirst().number());
                // One by one, oldest first, each synced: after a crash no gap is left that looks like a lost segment.
                files.delete(sealed.removeFirst().number());
            }
        } catch (IOException e) {
            throw failing(e);
        }
        index.dropSegmentsBelow(
                sealed.isEmpty() ? active.number() : sealed.getFirst().number());
    }

    /**
     * Whether what is written next may not find room: most of the present segment is used, and there is no next one. What is
     * left of it nobody else on the disk can take.
     */
    public boolean isNearlyOutOfSpace() {
        return !files.hasSpare() && active.end() > active.size() - active.size() / 8;
    }

    /** The last LSN written. */
    public long lastLsn() {
        return lastLsn;
    }

    /** The last LSN known durable. */
    public long durableLsn() {
        return durableLsn;
    }

    /** Segments on disk, the present one included and the spare not. */
    public int segments() {
        return sealed.size() + 1;
    }

    /** Syncs, marks the end as clean and closes the files. */
    @Override
    public void close() throws IOException {
        DiskFile file = active.file();
        try (file) {
            if (!failed) {
                mark(chosenMark);
            }
        } finally {
            entries.close();
            files.close();
        }
    }

    private void requireUsable() throws IOException {
        if (failed) {
            throw new IOException("the log failed before; the node must stop");
        }
    }
}
