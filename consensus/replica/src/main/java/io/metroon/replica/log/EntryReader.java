package io.metroon.replica.log;

import io.metroon.consensus.Entry;
import io.metroon.consensus.Vote;
import io.metroon.replica.disk.Checksum;
import io.metroon.replica.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads single records back, for peers that lag. Keeps the sealed segment open that it read last. */
final class EntryReader {
    private static final int GUESS = 4_096;

    private final SegmentFiles files;
    private @Nullable DiskFile open;
    private long openNumber;

    EntryReader(SegmentFiles files) {
        this.files = files;
    }

    List<Entry> read(SlotIndex index, Segment active, long fromSlot, long toSlot, int bytesMax) {
        List<Entry> entries = new ArrayList<>();
        long octets = 0;
        for (long slot = fromSlot; slot <= toSlot && (octets < bytesMax || entries.isEmpty()); slot++) {
            Optional<Entry> entry = vote(index, active, slot).map(Vote::entry);
            if (entry.isEmpty()) {
                break;
            }
            entries.add(entry.get());
            octets += entry.get().payload().length;
        }
        return entries;
    }

    /** The record of a slot as a vote; none when the slot has none that is whole. */
    Optional<Vote> vote(SlotIndex index, Segment active, long slot) {
        long place = index.get(slot);
        return place == SlotIndex.NONE ? Optional.empty() : vote(active, slot, place);
    }

    /** The vote at this place; none when the disk no longer gives it: a peer then asks another, or for a snapshot. */
    private Optional<Vote> vote(Segment active, long slot, long place) {
        long number = SlotIndex.segment(place);
        try {
            DiskFile file = number == active.number() ? active.file() : opened(number);
            return vote(file, number, SlotIndex.offset(place), slot);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Vote> vote(DiskFile file, long number, int offset, long slot) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(GUESS);
        int read = readStart(file, offset, start);
        Optional<RecordHeader> header =
                read < RecordHeader.BYTES ? Optional.empty() : RecordHeader.get(start, 0, number, offset);
        if (header.isEmpty() || header.get().slot() != slot) {
            return Optional.empty();
        }
        byte[] payload = new byte[header.get().length()];
        if (RecordHeader.BYTES + payload.length <= read) {
            start.get(RecordHeader.BYTES, payload);
        } else {
            file.read(offset + (long) RecordHeader.BYTES, ByteBuffer.wrap(payload));
        }
        Whitening.apply(header.get(), payload, 0, payload.length);
        boolean whole =
                payload.length == 0 || Checksum.crc32c(payload) == header.get().payloadCrc();
        if (!whole) {
            return Optional.empty();
        }
        Entry entry = header.get().entry(payload);
        return Optional.of(header.get().kind() == RecordKind.CHOSEN ? Vote.chosen(entry) : Vote.of(entry));
    }

    private static int readStart(DiskFile file, int offset, ByteBuffer start) throws IOException {
        try {
            return file.read(offset, start);
        } catch (IOException e) {
            // Perhaps what lies behind the record can't be read: that is no damage of the record.
            return file.read(offset, start.clear().limit(RecordHeader.BYTES));
        }
    }

    private DiskFile opened(long number) throws IOException {
        if (open != null && openNumber == number) {
            return open;
        }
        close();
        DiskFile file = files.openForReading(number);
        open = file;
        openNumber = number;
        return file;
    }

    void forget(long number) throws IOException {
        if (openNumber == number) {
            close();
        }
    }

    void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
