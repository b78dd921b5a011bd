package io.metroon.replica.log;

import static io.metroon.replica.log.LogModel.accepted;
import static io.metroon.replica.log.LogModel.chosen;
import static io.metroon.replica.log.LogModel.promised;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.replica.disk.MemoryDisk;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Power fails: what was synced is there, what was not may be, and neither is called damage. */
class LogCrashTest {
    private static final int BLOCK = 128;
    private static final LogSettings SMALL = new LogSettings(48 * BLOCK, BLOCK, true);

    private static MemoryDisk disk() {
        return new MemoryDisk(BLOCK);
    }

    @Test
    void everySubsetOfUnsyncedBlocks_losesNoSyncedVote_andIsNoDamage() throws IOException {
        LogModel model = new LogModel(disk(), SMALL);
        model.append(0, promised(1), accepted(1, 1, 10), accepted(2, 1, 150));
        model.sync();
        model.append(1, accepted(3, 1, 100), accepted(2, 2, 20));
        model.append(2, promised(3), accepted(4, 3, 130));
        int dirty = model.disk.dirtyBlocks().size();
        assertThat(dirty).isBetween(8, 14);
        for (int subset = 0; subset < 1 << dirty; subset++) {
            int kept = subset;
            MemoryDisk left = model.disk.afterCrash(i -> (kept >> i & 1) == 1, true);
            Opened opened = model.reopen(left);
            model.check(opened);
            LogModel.checkUndamaged(opened);
            opened.log().close();
            Opened again = model.reopen(left);
            assertThat(LogModel.votes(again)).isEqualTo(LogModel.votes(opened));
            assertThat(again.lastLsn()).isEqualTo(opened.lastLsn());
            assertThat(again.promised()).isEqualTo(opened.promised());
        }
    }

    @Test
    void everySubsetOfUnsyncedBlocks_withoutIdentifiers_losesNoSyncedVote() throws IOException {
        LogModel model = new LogModel(disk(), new LogSettings(48 * BLOCK, BLOCK, false));
        model.append(0, promised(1), accepted(1, 1, 10));
        model.sync();
        model.append(1, accepted(3, 1, 300), accepted(2, 2, 20), accepted(4, 3, 130));
        int dirty = model.disk.dirtyBlocks().size();
        for (int subset = 0; subset < 1 << dirty; subset++) {
            int kept = subset;
            Opened opened = model.reopen(model.disk.afterCrash(i -> (kept >> i & 1) == 1, true));
            model.check(opened);
            LogModel.checkUndamaged(opened);
        }
    }

    @Test
    void powerFailsAtAnyOperation_ofAppendingRollingMarkingAndReleasing() throws IOException {
        int operations = run(disk(), Integer.MAX_VALUE, 0).disk.operations();
        assertThat(operations).isGreaterThan(60);
        for (int at = 0; at <= operations; at++) {
            for (int seed = 0; seed < 12; seed++) {
                crashAt(at, seed);
            }
        }
    }

    private static void crashAt(int at, int seed) throws IOException {
        LogModel model = run(disk(), at, seed);
        Random random = new Random(at * 1_000L + seed);
        boolean names = seed % 2 == 0;
        boolean[] kept = new boolean[1_024];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = seed >= 2 && random.nextInt(4) < seed % 5;
        }
        MemoryDisk left = model.disk.afterCrash(i -> kept[i], names);
        Opened opened = WriteAheadLog.open(left, LogModel.DIRECTORY, SMALL, LogModel.META, released(left));
        LogModel.checkUndamaged(opened);
        if (released(left) == 0) {
            model.check(opened);
        }
        opened.log().append(java.util.List.of(accepted(40, 9, 30)), opened.lastLsn() + 1, 0);
        opened.log().sync();
        Opened again = WriteAheadLog.open(
                left.afterCrash(i -> false, false), LogModel.DIRECTORY, SMALL, LogModel.META, released(left));
        assertThat(LogModel.votes(again)).anyMatch(vote -> vote.slot() == 40);
        LogModel.checkUndamaged(again);
    }

    private static long released(MemoryDisk left) {
        return left.exists("log/" + SegmentFiles.name(1)) ? 0 : 6;
    }

    /** Six slots under ballot 1, more under ballot 2, over several segments; then the first segments are released. */
    private static LogModel run(MemoryDisk disk, int operations, int seed) throws IOException {
        LogModel model = new LogModel(disk, SMALL);
        disk.failAfter(operations);
        try {
            model.append(0, promised(1));
            for (int slot = 1; slot <= 18; slot++) {
                model.append(slot - 1, accepted(slot, slot <= 6 ? 1 : 2, 40 + 37 * (slot % 7)));
                if ((slot + seed) % 3 == 0) {
                    model.sync();
                    model.log.prepareSpare();
                }
                if (slot % 7 == 0) {
                    model.sync();
                    model.mark(slot);
                }
            }
            model.append(18, chosen(19, 2, 200), promised(3));
            model.sync();
            model.log.release(6);
            model.log.close();
        } catch (MemoryDisk.PowerFailure e) {
            return model; // the disk is left as it was at that moment
        }
        return model;
    }
}
