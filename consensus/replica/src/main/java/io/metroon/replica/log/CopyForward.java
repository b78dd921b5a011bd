package io.metroon.replica.log;

import io.metroon.replica.disk.Checksum;
import io.metroon.replica.disk.DiskFile;
import io.metroon.replica.log.SegmentScan.Found;
import io.metroon.replica.log.SegmentScan.Gap;
import io.metroon.replica.log.SegmentScan.Item;
import io.metroon.replica.log.SegmentScan.State;
import java.io.IOException;
import java.util.List;

/**
 * Writes what is valid in the last segment into a fresh one that takes its place. After a failed sync the page cache may
 * show what the disk never got, and after a crash a torn tail must not be taken for a record of the next run: a fresh,
 * synced copy removes both doubts.
 */
final class CopyForward {
    private static final byte[] EMPTY = {};
    private static final int FLUSH_BYTES = 1 << 20;

    private final SegmentFiles files;
    private final LogSettings settings;
    private final Meta meta;
    private final Replay replay;

    CopyForward(SegmentFiles files, LogSettings settings, Meta meta, Replay replay) {
        this.files = files;
        this.settings = settings;
        this.meta = meta;
        this.replay = replay;
    }

    /** The segment to go on in. */
    Segment of(SegmentScan last) throws IOException {
        if (isPristine(last)) {
            int end = last.end();
            return new Segment(last.segment(), files.openForWriting(last.segment()), last.size(), settings, end, 1, 0);
        }
        long before = lsnBefore(last);
        List<Found> kept = replay.keptOfLastSegment(before);
        byte[] config = EpochConfigCodec.encode(replay.config());
        int size = Math.max(settings.segmentBytes(), sizeNeeded(kept, config));
        try (DiskFile file = files.openForReading(last.segment())) {
            SegmentReader reader = new SegmentReader(file, last.segment(), last.size());
            return files.create(
                    last.segment(), size, segment -> fill(segment, before, highestBefore(last), config, kept, reader));
        }
    }

    private static boolean isPristine(SegmentScan scan) {
        List<Item> items = scan.items();
        return items.size() == 2
                && items.get(0) instanceof Found head
                && head.state() == State.WHOLE
                && scan.hasHeadCopy()
                && items.get(1) instanceof Gap gap
                && gap.zero()
                && gap.unwritten();
    }

    private long lsnBefore(SegmentScan last) {
        for (Item item : last.items()) {
            if (item instanceof Found found) {
                RecordHeader header = found.header();
                return header.kind().isNumbered() ? header.lsn() - 1 : header.lsn();
            }
        }
        return replay.lastLsn();
    }

    private long highestBefore(SegmentScan last) {
        return last.items().get(0) instanceof Found head && head.header().kind() == RecordKind.SEGMENT
                ? head.header().slot()
                : replay.highestSlot();
    }

    private int sizeNeeded(List<Found> kept, byte[] config) {
        long octets = Segment.firstRecord(config.length, settings.blockBytes()) + 4L * settings.blockBytes();
        for (Found found : kept) {
            octets += RecordHeader.sizeOnDisk(found.length()) + Identifier.BYTES;
        }
        octets += (octets / settings.sectorBytes() + 1) * RecordHeader.BYTES; // headers kept within one sector
        long block = settings.blockBytes();
        return Math.toIntExact((octets + block - 1) / block * block);
    }

    private void fill(
            Segment segment, long before, long highestBefore, byte[] config, List<Found> kept, SegmentReader reader)
            throws IOException {
        segment.addHead(
                Heads.segment(segment, replay.config(), before, highestBefore, replay.promised(), meta, config),
                config);
        segment.add(
                Heads.batch(
                        replay.config().epoch(),
                        before,
                        replay.highestSlot(),
                        replay.promised(),
                        replay.lastLsn(), // true by the time this file has its name
                        replay.lastLsn(),
                        replay.writtenMark(),
                        replay.chosenAbove()),
                EMPTY);
        int unflushed = 0;
        for (Found found : kept) {
            copy(found, segment, config, reader);
            unflushed += found.length() + RecordHeader.BYTES;
            if (unflushed > FLUSH_BYTES) {
                segment.flush();
                unflushed = 0;
            }
        }
    }

    private void copy(Found found, Segment segment, byte[] config, SegmentReader reader) throws IOException {
        RecordHeader header = found.header();
        if (header.kind() == RecordKind.EPOCH_STARTED && found.state() != State.WHOLE) {
            RecordHeader newer = RecordHeader.epochStarted(
                    replay.config().epoch(), header.lsn(), header.slot(), config, Segment.crc(config));
            segment.add(newer, config);
        } else if (header.kind().isVote() && found.state() != State.WHOLE) {
            segment.add(header.identityOnly(), EMPTY);
        } else {
            int place = segment.add(header, found.length() == 0 ? EMPTY : payload(found, reader));
            moved(found, segment.number(), place);
        }
    }

    private static byte[] payload(Found found, SegmentReader reader) throws IOException {
        byte[] payload = reader.payload(found.header(), found.offset());
        if (Checksum.crc32c(payload) != found.header().payloadCrc()) {
            throw new IOException(
                    "the record at " + found.offset() + " was whole a moment ago and can't be read again");
        }
        return payload;
    }

    private void moved(Found found, long segment, int place) {
        long slot = found.header().slot();
        boolean newest = found.offset() != 0
                && found.header().kind().isVote()
                && replay.index().get(slot) == SlotIndex.place(segment, found.offset());
        if (newest) {
            replay.index().put(slot, SlotIndex.place(segment, place));
        }
    }
}
