package io.metroon.replica.log;

import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.DiskFile;
import io.metroon.replica.disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log directory. A segment is filled with zeros and synced as {@code spare.tmp}, renamed to {@code spare},
 * given its head and synced, renamed to its number: so a file with a number always has its full size and a head, and no
 * write to it ever needs new space.
 */
final class SegmentFiles {
    private static final String SUFFIX = ".segment";
    private static final String SPARE = "spare";
    private static final String TEMPORARY = ".tmp";
    static final int SLICE = 1 << 20;

    private final Disk disk;
    private final String directory;
    private final LogSettings settings;
    private @Nullable DiskFile spareInProgress;
    private int spareFilled;
    private boolean spareReady;

    SegmentFiles(Disk disk, String directory, LogSettings settings) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
    }

    /** Numbers of the segments, ascending. */
    List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String name : disk.list(directory)) {
            if (name.matches("\\d{16}\\.segment")) {
                numbers.add(Long.valueOf(name.substring(0, name.length() - SUFFIX.length())));
            }
        }
        return numbers;
    }

    /** Deletes what an earlier run left half done, and adopts its spare. */
    void adoptLeftovers() throws IOException {
        for (String name : disk.list(directory)) {
            if (name.endsWith(TEMPORARY)) {
                disk.delete(path(name));
            }
        }
        spareReady = disk.exists(path(SPARE)) && isUsableSpare();
        if (!spareReady) {
            disk.delete(path(SPARE));
        }
    }

    private boolean isUsableSpare() throws IOException {
        try (DiskFile spare = disk.openForReading(path(SPARE))) {
            SegmentReader reader = new SegmentReader(spare, 0, settings.segmentBytes());
            return spare.size() == settings.segmentBytes() && reader.isZero(0, settings.segmentBytes());
        }
    }

    DiskFile openForReading(long number) throws IOException {
        return disk.openForReading(path(name(number)));
    }

    DiskFile openForWriting(long number) throws IOException {
        return disk.openForWriting(path(name(number)));
    }

    void delete(long number) throws IOException {
        disk.delete(path(name(number)));
        disk.syncDirectory(directory);
    }

    /**
     * Fills a slice of the next spare.
     *
     * @return whether there is more to do
     * @throws NoSpaceException when the disk is full; what was filled is given back
     */
    boolean extendSpare() throws IOException {
        if (spareReady) {
            return false;
        }
        try {
            DiskFile spare = spareInProgress != null ? spareInProgress : startSpare();
            spareFilled = fill(spare, spareFilled, Math.min(settings.segmentBytes(), spareFilled + SLICE));
            spare.sync(); // in slices: one sync of a whole segment would hold up the votes behind it
            if (spareFilled == settings.segmentBytes()) {
                finishSpare(spare);
            }
        } catch (NoSpaceException e) {
            abandonSpare();
            throw e;
        }
        return !spareReady;
    }

    boolean hasSpare() {
        return spareReady;
    }

    private DiskFile startSpare() throws IOException {
        DiskFile started = disk.create(path(SPARE + TEMPORARY));
        spareInProgress = started;
        spareFilled = 0;
        return started;
    }

    private void finishSpare(DiskFile spare) throws IOException {
        spare.close();
        spareInProgress = null;
        disk.rename(path(SPARE + TEMPORARY), path(SPARE));
        spareReady = true;
    }

    private void abandonSpare() throws IOException {
        if (spareInProgress != null) {
            spareInProgress.close();
            spareInProgress = null;
        }
        disk.delete(path(SPARE + TEMPORARY));
    }

    private static int fill(DiskFile file, int from, int to) throws IOException {
        for (int at = from; at < to; at += SLICE) {
            file.write(at, ByteBuffer.allocate(Math.min(SLICE, to - at)));
        }
        return to;
    }

    /** Fills in a new segment before it gets its number. */
    interface Content {
        /** Adds the head, and what else belongs in it, and flushes. */
        void addTo(Segment segment) throws IOException;
    }

    /**
     * Makes a segment, or replaces the one with this number, atomically.
     *
     * @param size at least that of the settings
     * @throws NoSpaceException when there is no spare and no room for one; nothing was changed
     */
    Segment create(long number, int size, Content content) throws IOException {
        String source = size == settings.segmentBytes() ? takeSpare() : filled(size);
        DiskFile file = disk.openForWriting(path(source));
        Segment segment = new Segment(number, file, size, settings, 0, 0, 0);
        try (file) {
            content.addTo(segment);
            segment.flush();
            file.sync();
        }
        disk.rename(path(source), path(name(number)));
        disk.syncDirectory(directory);
        return segment.reopened(openForWriting(number));
    }

    private String takeSpare() throws IOException {
        while (extendSpare()) {
            // Only after a burst that outran prepareSpare: the writer waits for the disk here.
        }
        spareReady = false;
        return SPARE;
    }

    private String filled(int size) throws IOException {
        String name = "large" + TEMPORARY;
        try (DiskFile file = disk.create(path(name))) {
            fill(file, 0, size);
            file.sync();
        } catch (NoSpaceException e) {
            disk.delete(path(name));
            throw e;
        }
        return name;
    }

    void close() throws IOException {
        if (spareInProgress != null) {
            spareInProgress.close();
        }
    }

    private String path(String name) {
        return directory + "/" + name;
    }

    static String name(long number) {
        return String.format(Locale.ROOT, "%016d%s", number, SUFFIX);
    }
}
