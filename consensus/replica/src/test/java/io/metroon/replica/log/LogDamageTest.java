package io.metroon.replica.log;

import static io.metroon.replica.log.LogModel.accepted;
import static io.metroon.replica.log.LogModel.chosen;
import static io.metroon.replica.log.LogModel.promised;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Vote;
import io.metroon.replica.disk.MemoryDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What was synced rots: it is named as damaged, never taken as absent, and never taken for something else. */
class LogDamageTest {
    private static final int BLOCK = 128;
    private static final LogSettings SMALL = new LogSettings(24 * BLOCK, BLOCK, true);
    private static final String FIRST = "log/" + SegmentFiles.name(1);

    private static LogModel filled() throws IOException {
        LogModel model = new LogModel(new MemoryDisk(BLOCK), SMALL);
        model.append(0, promised(1), accepted(1, 1, 10), accepted(2, 1, 150));
        model.sync();
        model.append(1, accepted(3, 1, 100), accepted(2, 2, 20), chosen(4, 2, 60));
        model.sync();
        return model;
    }

    private static LogModel ofManySegments() throws IOException {
        LogModel model = new LogModel(new MemoryDisk(BLOCK), SMALL);
        for (int slot = 1; slot <= 30; slot++) {
            model.append(Math.max(0, slot - 3), accepted(slot, 1 + slot / 10, 30 + 29 * (slot % 5)));
            model.sync();
        }
        return model;
    }

    @Test
    void anyOctetFlipped_inALogOfOneSegment_hidesNoSyncedVote() throws IOException {
        LogModel model = filled();
        for (int offset = 0; offset < SMALL.segmentBytes(); offset++) {
            MemoryDisk damaged = model.disk.copy();
            damaged.flip(FIRST, offset, offset % 2 == 0 ? 1 : 0xff);
            model.check(model.reopen(damaged));
            model.check(model.reopen(damaged));
        }
    }

    @Test
    void anyOctetFlipped_costsAtMostTheValueOfOneVote() throws IOException {
        LogModel model = filled();
        for (int offset = 0; offset < SMALL.segmentBytes(); offset++) {
            MemoryDisk damaged = model.disk.copy();
            damaged.flip(FIRST, offset, 0x10);
            Opened opened = model.reopen(damaged);
            assertThat(opened.faults()).isEmpty();
            assertThat(LogModel.votes(opened).stream().filter(vote -> vote.state() == Vote.State.ID_ONLY))
                    .hasSizeLessThan(2);
            assertThat(LogModel.votes(opened)).hasSize(4);
        }
    }

    @Test
    void anyBlockOverwritten_inAnySegment_hidesNoSyncedVote() throws IOException {
        LogModel model = ofManySegments();
        int segments = model.log.segments();
        assertThat(segments).isGreaterThan(2);
        for (int number = 1; number <= segments; number++) {
            for (int block = 0; block < SMALL.segmentBytes() / BLOCK; block++) {
                MemoryDisk damaged = model.disk.copy();
                damaged.overwrite("log/" + SegmentFiles.name(number), block, (byte) 0xa5);
                model.check(model.reopen(damaged));
                model.check(model.reopen(damaged));
            }
        }
    }

    @Test
    void anyBlockLost_belowAMark_hidesNoSyncedVote() throws IOException {
        LogModel model = ofManySegments();
        model.mark(28);
        int segments = model.log.segments();
        for (int number = 1; number <= segments; number++) {
            for (int block = 0; block < SMALL.segmentBytes() / BLOCK; block++) {
                MemoryDisk damaged = model.disk.copy();
                damaged.overwrite("log/" + SegmentFiles.name(number), block, (byte) 0);
                model.check(model.reopen(damaged));
            }
        }
    }

    @Test
    void anyTwoBlocksOverwritten_hideNoSyncedVote_orTheStoreIsRefused() throws IOException {
        LogModel model = filled();
        int blocks = SMALL.segmentBytes() / BLOCK;
        for (int one = 0; one < blocks; one++) {
            for (int other = one + 1; other < blocks; other++) {
                MemoryDisk damaged = model.disk.copy();
                damaged.overwrite(FIRST, one, (byte) 0xa5);
                damaged.overwrite(FIRST, other, (byte) 0x5a);
                checkOrRefused(model, damaged);
            }
        }
    }

    @Test
    void cutAtAnyLength_hidesNoSyncedVote_orTheStoreIsRefused() throws IOException {
        LogModel model = filled();
        int refused = 0;
        for (int length = 0; length < SMALL.segmentBytes(); length++) {
            MemoryDisk damaged = model.disk.copy();
            damaged.cut(FIRST, length);
            refused += checkOrRefused(model, damaged) ? 1 : 0;
        }
        assertThat(refused).isBetween(1, SMALL.segmentBytes() - 1);
    }

    private static boolean checkOrRefused(LogModel model, MemoryDisk damaged) throws IOException {
        try {
            model.check(model.reopen(damaged));
            return false;
        } catch (StoreRefusedException e) {
            assertThat(e.reason()).isEqualTo(StoreRefusedException.Reason.AMNESIA);
            return true;
        }
    }

    @Test
    void anySegmentMissing_isReportedAsFaulty_andTheLastAsAmnesia() throws IOException {
        LogModel model = ofManySegments();
        int segments = model.log.segments();
        for (int number = 1; number <= segments; number++) {
            MemoryDisk damaged = model.disk.copy();
            damaged.delete("log/" + SegmentFiles.name(number));
            boolean refused = checkOrRefused(model, damaged);
            assertThat(refused).isEqualTo(number == segments);
        }
    }

    @Test
    void segmentInAnothersPlace_isNotBelieved() throws IOException {
        LogModel model = ofManySegments();
        MemoryDisk damaged = model.disk.copy();
        damaged.rename("log/" + SegmentFiles.name(1), "log/" + SegmentFiles.name(2));
        checkOrRefused(model, damaged);
    }

    @Test
    void faultyRange_survivesTheNextStart_andShrinksAsSlotsAreLearned() throws IOException {
        LogModel model = filled();
        MemoryDisk damaged = model.disk.copy();
        // The block of the vote for slot 3, and the one of its identifier.
        int[] blocks = blocksOfFault(model);
        damaged.overwrite(FIRST, blocks[0], (byte) 0xa5);
        damaged.overwrite(FIRST, blocks[1], (byte) 0x5a);
        Opened opened = model.reopen(damaged);
        assertThat(opened.faults()).isNotEmpty();
        opened.log().close();
        Opened again = model.reopen(damaged);
        assertThat(again.faults()).isEqualTo(opened.faults());
        long slot = again.faults().get(0).from();
        again.log().append(java.util.List.of(chosen(slot, 5, 9)), again.lastLsn() + 1, 0);
        again.log().close();
        Opened learned = model.reopen(damaged);
        assertThat(learned.faults()).noneMatch(range -> range.contains(slot));
        assertThat(LogModel.votes(learned)).anyMatch(vote -> vote.slot() == slot && vote.hasValue());
    }

    private static int[] blocksOfFault(LogModel model) throws IOException {
        int blocks = SMALL.segmentBytes() / BLOCK;
        for (int one = 0; one < blocks; one++) {
            for (int other = one + 1; other < blocks; other++) {
                MemoryDisk damaged = model.disk.copy();
                damaged.overwrite(FIRST, one, (byte) 0xa5);
                damaged.overwrite(FIRST, other, (byte) 0x5a);
                if (hasFault(model, damaged)) {
                    return new int[] {one, other};
                }
            }
        }
        throw new AssertionError("no two blocks make a fault");
    }

    private static boolean hasFault(LogModel model, MemoryDisk damaged) throws IOException {
        try {
            return !model.reopen(damaged).faults().isEmpty();
        } catch (StoreRefusedException e) {
            return false;
        }
    }
}
