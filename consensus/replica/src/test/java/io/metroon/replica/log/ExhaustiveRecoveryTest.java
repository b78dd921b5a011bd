package io.metroon.replica.log;

import static io.metroon.replica.log.LogModel.accepted;
import static io.metroon.replica.log.LogModel.acceptedZeros;
import static io.metroon.replica.log.LogModel.chosen;
import static io.metroon.replica.log.LogModel.promised;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Vote;
import io.metroon.replica.disk.MemoryDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * The recovery table of {@code docs/formats/log.md}, over everything that can happen to a small log: damage of what was
 * synced never turns an acknowledged vote into none, and what was not synced never keeps a node from starting, nor leaves
 * anything that it would need a peer for.
 */
class ExhaustiveRecoveryTest {
    private static final int BLOCK = 128;
    private static final LogSettings SMALL = new LogSettings(16 * BLOCK, BLOCK, true);
    private static final String FIRST = "log/" + SegmentFiles.name(1);

    /** Two batches, the last vote for zeros, and no mark behind it. */
    private static LogModel synced() throws IOException {
        LogModel model = new LogModel(new MemoryDisk(BLOCK), SMALL);
        model.append(0, promised(1), accepted(1, 1, 10));
        model.sync();
        model.append(1, chosen(2, 1, 5), acceptedZeros(3, 2, 2 * BLOCK + 5));
        model.sync();
        return model;
    }

    @Test
    void everyBitFlipped_costsTheValueOfOneVote_andNothingElse() throws IOException {
        LogModel model = synced();
        for (int bit = 0; bit < SMALL.segmentBytes() * 8; bit++) {
            MemoryDisk damaged = model.disk.copy();
            damaged.flip(FIRST, bit / 8, 1 << (bit % 8));
            Opened opened = model.reopen(damaged);
            model.check(opened);
            requireIdentities(model, opened, 1);
        }
    }

    @Test
    void everyBlockOverwritten_costsValues_andNoIdentity() throws IOException {
        LogModel model = synced();
        for (int block = 0; block < SMALL.segmentBytes() / BLOCK; block++) {
            for (int with = 1; with < 256; with++) {
                MemoryDisk damaged = model.disk.copy();
                damaged.overwrite(FIRST, block, (byte) with);
                Opened opened = model.reopen(damaged);
                model.check(opened);
                requireIdentities(model, opened, 3);
                assertThat(LogModel.votes(model.reopen(damaged))).isEqualTo(LogModel.votes(opened));
            }
        }
    }

    @Test
    void everyBlockLost_belowAMark_costsValues_andNoIdentity() throws IOException {
        LogModel model = synced();
        model.mark(1);
        model.append(1, promised(3));
        model.sync();
        for (int block = 0; block < SMALL.segmentBytes() / BLOCK; block++) {
            MemoryDisk damaged = model.disk.copy();
            damaged.overwrite(FIRST, block, (byte) 0);
            try {
                model.check(model.reopen(damaged));
            } catch (StoreRefusedException e) {
                assertThat(e.reason()).isEqualTo(StoreRefusedException.Reason.AMNESIA);
            }
        }
    }

    private static void requireIdentities(LogModel model, Opened opened, int valuesLostMax) {
        assertThat(opened.lastLsn()).isEqualTo(model.appended());
        assertThat(opened.faults()).isEmpty();
        assertThat(LogModel.votes(opened)).extracting(Vote::slot).containsExactly(1L, 2L, 3L);
        assertThat(LogModel.votes(opened).stream().filter(vote -> !vote.hasValue()))
                .hasSizeLessThanOrEqualTo(valuesLostMax);
    }

    @Test
    void everySubsetOfUnsyncedBlocks_ofAVoteOfEveryLength_isNoDamage() throws IOException {
        for (int length = 0; length <= 3 * BLOCK; length++) {
            everySubset(length % 2 == 0 ? accepted(2, 2, length) : acceptedZeros(2, 2, length));
        }
    }

    private static void everySubset(LogRecord vote) throws IOException {
        LogModel model = new LogModel(new MemoryDisk(BLOCK), SMALL);
        model.append(0, promised(1), accepted(1, 1, 10));
        model.sync();
        model.append(1, vote, promised(3));
        int dirty = model.disk.dirtyBlocks().size();
        assertThat(dirty).isBetween(3, 8);
        for (int subset = 0; subset < 1 << dirty; subset++) {
            int kept = subset;
            MemoryDisk left = model.disk.afterCrash(i -> (kept >> i & 1) == 1, true);
            Opened opened = model.reopen(left);
            model.check(opened);
            LogModel.checkUndamaged(opened);
            assertThat(opened.needsPeers()).isFalse();
            if (kept == (1 << dirty) - 1) {
                assertThat(opened.lastLsn()).isEqualTo(model.appended());
            }
        }
    }
}
