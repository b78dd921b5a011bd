package io.metroon.replica.log;

import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Opens a log: scans, replays, copies the last segment forward. */
final class LogRecovery {
    private final SegmentFiles files;
    private final LogSettings settings;
    private final Meta meta;
    private final Replay replay;

    LogRecovery(Disk disk, String directory, LogSettings settings, Meta meta, long snapshotSlot) {
        this.files = new SegmentFiles(disk, directory, settings);
        this.settings = settings;
        this.meta = meta;
        this.replay = new Replay(meta, settings, snapshotSlot);
    }

    Opened open() throws IOException {
        files.adoptLeftovers();
        List<Long> numbers = files.numbers();
        if (numbers.isEmpty()) {
            throw Replay.amnesia("the log has no segment");
        }
        long lastNumber = numbers.get(numbers.size() - 1);
        Deque<WriteAheadLog.Sealed> sealed = new ArrayDeque<>();
        for (long number : numbers.subList(0, numbers.size() - 1)) {
            sealed.addLast(replaySealed(number));
        }
        SegmentScan last = scan(lastNumber);
        replay.segment(last, true);
        replay.finish();
        Segment active = new CopyForward(files, settings, meta, replay).of(last);
        WriteAheadLog log = new WriteAheadLog(files, settings, meta, sealed, active, replay);
        return new Opened(
                log,
                replay.lastLsn(),
                replay.config(),
                replay.chain(),
                replay.promised(),
                replay.votes(log),
                replay.faults(),
                replay.chosenMark(),
                new ArrayList<>(replay.findings()));
    }

    private WriteAheadLog.Sealed replaySealed(long number) throws IOException {
        SegmentScan scan = scan(number);
        replay.segment(scan, false);
        if (!scan.isEnded()) {
            endSegment(scan);
        }
        return new WriteAheadLog.Sealed(number, replay.highestSlot());
    }

    /** A crash between making the next segment and saying so: without this, the loss of the next one would not show. */
    private void endSegment(SegmentScan scan) throws IOException {
        try (DiskFile file = files.openForWriting(scan.segment())) {
            Segment segment = new Segment(
                    scan.segment(), file, scan.size(), settings, scan.end(), scan.ordinals(), replay.highestSlot());
            segment.add(
                    RecordHeader.end(
                            replay.config().epoch(), replay.lastLsn(), replay.highestSlot(), replay.promised()),
                    new byte[0]);
            segment.flush();
            file.sync();
        }
    }

    private SegmentScan scan(long number) throws IOException {
        try (DiskFile file = files.openForReading(number)) {
            int size = (int) Math.min(Integer.MAX_VALUE, Math.max(file.size(), settings.segmentBytes()));
            SegmentReader reader = new SegmentReader(file, number, size);
            int told = headSize(reader, size);
            return SegmentScan.of(told == size ? reader : new SegmentReader(file, number, told), settings);
        }
    }

    /** The size that the head tells, whether the file was cut, or the settings have changed since. */
    private static int headSize(SegmentReader reader, int size) throws IOException {
        return reader.header(0)
                .filter(head -> head.kind() == RecordKind.SEGMENT)
                .map(RecordHeader::extra)
                .orElse(size);
    }
}
