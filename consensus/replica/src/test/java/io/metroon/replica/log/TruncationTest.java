package io.metroon.replica.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Vote;
import io.metroon.replica.disk.MemoryDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a log dropped never comes back, whatever is damaged. */
class TruncationTest {
    private static final int BLOCK = 128;
    private static final LogSettings SMALL = new LogSettings(16 * BLOCK, BLOCK, true);
    private static final String FIRST = "log/" + SegmentFiles.name(1);

    /** Slots 3 and 4 of the first term are dropped; slot 3 is written again in the second. */
    private static LogModel truncated() throws IOException {
        LogModel model = new LogModel(new MemoryDisk(BLOCK), SMALL);
        model.append(
                0,
                LogModel.accepted(1, 1, 10),
                LogModel.accepted(2, 1, 10),
                LogModel.accepted(3, 1, 10),
                LogModel.accepted(4, 1, 10));
        model.sync();
        model.append(0, LogModel.promised(2), new LogRecord.Truncated(1, 2), LogModel.accepted(3, 2, 10));
        model.sync();
        model.mark(0);
        return model;
    }

    private static void requireDropped(Opened opened) {
        assertThat(opened.votes()).allSatisfy(vote -> {
            assertThat(vote.slot()).isLessThan(4);
            assertThat(vote.slot() < 3 || vote.ballot().round() == 2)
                    .as("%s", vote)
                    .isTrue();
        });
    }

    @Test
    void whatWasDropped_isGone_alsoAfterManyStarts() throws IOException {
        LogModel model = truncated();
        for (int start = 0; start < 3; start++) {
            Opened opened = model.reopen(model.disk);
            assertThat(opened.votes())
                    .containsExactly(
                            Vote.of(LogModel.entry(1, 1, 10)),
                            Vote.of(LogModel.entry(2, 1, 10)),
                            Vote.of(LogModel.entry(3, 2, 10)));
            assertThat(opened.faults()).isEmpty();
            assertThat(opened.log().read(4, 4, 1)).isEmpty();
            opened.log().close();
        }
    }

    @Test
    void anyBitFlipped_bringsNothingBack() throws IOException {
        LogModel model = truncated();
        for (int bit = 0; bit < SMALL.segmentBytes() * 8; bit++) {
            MemoryDisk damaged = model.disk.copy();
            damaged.flip(FIRST, bit / 8, 1 << (bit % 8));
            requireDropped(model.reopen(damaged));
        }
    }

    @Test
    void anyTwoBlocksOverwritten_bringNothingBack_orTheStoreIsRefused() throws IOException {
        LogModel model = truncated();
        int blocks = SMALL.segmentBytes() / BLOCK;
        for (int one = 0; one < blocks; one++) {
            for (int other = one + 1; other < blocks; other++) {
                MemoryDisk damaged = model.disk.copy();
                damaged.overwrite(FIRST, one, (byte) 0xa5);
                damaged.overwrite(FIRST, other, (byte) 0x5a);
                requireDroppedOrRefused(model, damaged);
            }
        }
    }

    private static void requireDroppedOrRefused(LogModel model, MemoryDisk damaged) throws IOException {
        try {
            requireDropped(model.reopen(damaged));
            requireDropped(model.reopen(damaged));
        } catch (StoreRefusedException e) {
            assertThat(e.reason()).isEqualTo(StoreRefusedException.Reason.AMNESIA);
        }
    }
}
