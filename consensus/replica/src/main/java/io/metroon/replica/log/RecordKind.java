package io.metroon.replica.log;

import java.util.Optional;

/** What a record in a segment is. The codes never change. */
enum RecordKind {
    /** The head of a segment: which one, whose, the promise and configuration as of its creation. */
    SEGMENT(1),
    /** The start of a batch: what was durable when it was written, and the promise and chosen mark as of its end. */
    BATCH(2),
    /** A promise. */
    PROMISED(3),
    /** A vote. */
    ACCEPTED(4),
    /** A value learned to be chosen. */
    CHOSEN(5),
    /** A new configuration; the payload. */
    EPOCH_STARTED(6),
    /** What recovery kept of a vote whose value was damaged. */
    IDENTITY(7),
    /** What recovery kept of records that were lost altogether: the slots that they may have been about. */
    FAULT(8),
    /** The segment is full, and the next one exists. */
    END(9),
    /** Everything above its slot that earlier records of its epoch hold is void. */
    TRUNCATED(10);

    private static final RecordKind[] ALL = values();
    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether records of this kind are about one slot's value. */
    boolean isVote() {
        return this == ACCEPTED || this == CHOSEN || this == IDENTITY;
    }

    /** Whether records of this kind are numbered and have an identifier. */
    boolean isNumbered() {
        return this != SEGMENT && this != BATCH && this != END;
    }

    static Optional<RecordKind> ofCode(int code) {
        return code >= 1 && code <= ALL.length ? Optional.of(ALL[code - 1]) : Optional.empty();
    }
}
