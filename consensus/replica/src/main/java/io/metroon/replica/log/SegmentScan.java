package io.metroon.replica.log;

import io.metroon.replica.disk.Checksum;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads all that one segment still gives, in order, and judges nothing: {@link LogRecovery} knows what was synced.
 *
 * <p>A record that can't be read is either damaged or never reached the disk. Segments are filled with zeros before use,
 * every header lies in one sector, payloads are whitened, and what follows them is never zero. So a sector of a record that
 * is zero was not written; anything else that is invalid was.
 */
final class SegmentScan {
    private static final byte[] EMPTY = {};

    /** How much of a record is there. */
    enum State {
        /** All of it. */
        WHOLE,
        /** Its identity; its payload is damaged. */
        DAMAGED,
        /** Its identity; a sector of it never reached the disk. */
        UNWRITTEN
    }

    /** What was found, in the order of the file. */
    sealed interface Item {}

    /**
     * A record.
     *
     * @param header from the record itself or from its identifier
     * @param offset where it is
     * @param state how much is there
     * @param payload of a configuration that is whole; else empty: votes may be large, and are read again when needed
     * @param identified whether its identifier was written, damaged or not
     */
    record Found(RecordHeader header, int offset, State state, byte[] payload, boolean identified) implements Item {
        /** Octets of payload that can be read. */
        int length() {
            return state == State.WHOLE ? header.length() : 0;
        }
    }

    /**
     * A stretch in which nothing is valid.
     *
     * @param offset where it starts
     * @param zero whether nothing was ever written there
     * @param unwritten whether that is so, or no identifier was written for it: neither was synced
     */
    record Gap(int offset, boolean zero, boolean unwritten) implements Item {}

    private final SegmentReader reader;
    private final LogSettings settings;
    private final List<Item> items = new ArrayList<>();
    private final List<Optional<Identifier>> identifiers = new ArrayList<>();
    private final Map<Integer, Integer> ordinalByOffset = new HashMap<>();
    private int ordinal;
    private int end;
    private boolean ended;

    private SegmentScan(SegmentReader reader, LogSettings settings) {
        this.reader = reader;
        this.settings = settings;
    }

    static SegmentScan of(SegmentReader reader, LogSettings settings) throws IOException {
        SegmentScan scan = new SegmentScan(reader, settings);
        scan.readIdentifiers();
        scan.readRecords();
        return scan;
    }

    List<Item> items() {
        return items;
    }

    long segment() {
        return reader.segment();
    }

    int size() {
        return reader.size();
    }

    /** Whether the copy of the head, at the end, is valid. */
    boolean hasHeadCopy() {
        return !identifiers.isEmpty() && identifiers.get(0).isPresent();
    }

    /** Behind the last thing found. */
    int end() {
        return end;
    }

    /** How many identifiers belong to what was found. */
    int ordinals() {
        return ordinal;
    }

    /** Whether the segment says that there is a next one. */
    boolean isEnded() {
        return ended;
    }

    private void readIdentifiers() {
        int zerosMax = 2 * Math.max(1, settings.blockBytes() / Identifier.BYTES);
        int zeros = 0;
        for (int i = 0; Identifier.place(reader.size(), i) >= 0 && zeros < zerosMax; i++) {
            Optional<Identifier> found = reader.identifier(i);
            identifiers.add(found);
            int index = i;
            found.ifPresent(identifier -> ordinalByOffset.put(identifier.offset(), index));
            zeros = found.isEmpty() && isZeroIdentifier(i) ? zeros + 1 : 0;
            ended |= found.isPresent() && found.get().header().kind() == RecordKind.END;
        }
    }

    private boolean isZeroIdentifier(int index) {
        int place = Identifier.place(reader.size(), index);
        return place < 0 || reader.isZero(place, Identifier.BYTES);
    }

    private void readRecords() throws IOException {
        int limit = reader.size() - Identifier.BYTES;
        int offset = 0;
        while (offset >= 0 && offset + RecordHeader.BYTES <= limit) {
            Optional<RecordHeader> header = reader.header(offset);
            Optional<Identifier> identifier = identifierAt(offset);
            if (header.isPresent()) {
                offset = whole(header.get(), offset, identifier.isPresent() || !isUnidentified());
            } else if (identifier.isPresent()) {
                offset = identityOnly(identifier.get(), offset);
            } else {
                offset = gap(offset, limit);
            }
            if (ended && isLast(header)) {
                return;
            }
        }
    }

    private static boolean isLast(Optional<RecordHeader> header) {
        return header.isPresent() && header.get().kind() == RecordKind.END;
    }

    private Optional<Identifier> identifierAt(int offset) {
        return Optional.ofNullable(ordinalByOffset.get(offset)).flatMap(identifiers::get);
    }

    private int whole(RecordHeader header, int offset, boolean identified) {
        int size = header.sizeOnDisk();
        if (header.length() < 0 || offset + size > reader.size()) {
            items.add(new Found(header, offset, State.DAMAGED, EMPTY, identified));
            return -1; // can't be: the header's checksum agrees
        }
        byte[] payload = reader.payload(header, offset);
        if (payload.length == 0 || Checksum.crc32c(payload) == header.payloadCrc()) {
            items.add(new Found(header, offset, State.WHOLE, header.kind().isVote() ? EMPTY : payload, identified));
        } else {
            State state = isUnwritten(offset, size) ? State.UNWRITTEN : State.DAMAGED;
            items.add(new Found(header, offset, state, EMPTY, identified));
        }
        ended |= header.kind() == RecordKind.END;
        return advance(header, offset);
    }

    private int identityOnly(Identifier identifier, int offset) {
        RecordHeader header = identifier.header();
        State state = reader.isZero(offset, RecordHeader.BYTES) ? State.UNWRITTEN : State.DAMAGED;
        items.add(new Found(header, offset, state, EMPTY, true));
        return advance(header, offset);
    }

    private int advance(RecordHeader header, int offset) {
        if (header.kind() != RecordKind.BATCH) {
            ordinal = Optional.ofNullable(ordinalByOffset.get(offset)).orElse(ordinal) + 1;
        }
        int behind = offset + header.sizeOnDisk();
        end = header.kind() == RecordKind.SEGMENT
                ? Segment.firstRecord(header.length(), settings.blockBytes())
                : behind;
        return Segment.headerPlace(end, settings.sectorBytes());
    }

    private int gap(int offset, int limit) throws IOException {
        boolean zero = reader.isZero(offset, RecordHeader.BYTES);
        boolean unidentified =
                ordinal >= identifiers.size() || (identifiers.get(ordinal).isEmpty() && isZeroIdentifier(ordinal));
        items.add(new Gap(offset, zero, zero || unidentified));
        int next = reader.nextHeader(offset + 8, limit);
        int identified = ordinalByOffset.keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(place -> place > offset)
                .min()
                .orElse(-1);
        if (next < 0 || identified < 0) {
            return Math.max(next, identified);
        }
        return Math.min(next, identified);
    }

    /** Whether the next record's identifier was never written. */
    private boolean isUnidentified() {
        return ordinal >= identifiers.size() || (identifiers.get(ordinal).isEmpty() && isZeroIdentifier(ordinal));
    }

    /** Whether the record's part of some sector is still zero. No payload looks like that, nor what follows it. */
    private boolean isUnwritten(int offset, int size) {
        int sector = settings.sectorBytes();
        int from = (offset / sector + 1) * sector; // the header's own sector was written
        for (int at = from; at < offset + size; at += sector) {
            if (reader.isZero(at, Math.min(sector, offset + size - at))) {
                return true;
            }
        }
        return false;
    }
}
