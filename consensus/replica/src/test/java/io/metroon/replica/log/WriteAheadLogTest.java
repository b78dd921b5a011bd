package io.metroon.replica.log;

import static io.metroon.replica.log.LogModel.DIRECTORY;
import static io.metroon.replica.log.LogModel.META;
import static io.metroon.replica.log.LogModel.accepted;
import static io.metroon.replica.log.LogModel.chosen;
import static io.metroon.replica.log.LogModel.entry;
import static io.metroon.replica.log.LogModel.promised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.consensus.Ballot;
import io.metroon.consensus.Entry;
import io.metroon.consensus.Hash128;
import io.metroon.consensus.LogRecord;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.MemoryDisk;
import io.metroon.replica.disk.NoSpaceException;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.disk.SmallFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
    private static final LogSettings SMALL = LogSettings.ofSegments(64 << 10);

    private final MemoryDisk disk = new MemoryDisk(4_096);

    private static WriteAheadLog fresh(Disk disk) throws IOException {
        WriteAheadLog.format(disk, DIRECTORY, SMALL, META);
        return open(disk).log();
    }

    private static Opened open(Disk disk) throws IOException {
        return WriteAheadLog.open(disk, DIRECTORY, SMALL, META, 0);
    }

    private static void fill(WriteAheadLog log, int fromSlot, int toSlot) throws IOException {
        for (int slot = fromSlot; slot <= toSlot; slot++) {
            log.append(List.of(accepted(slot, 1, 1_000)), slot, slot - 1);
            log.sync();
        }
    }

    @Test
    void freshLog_remembersNothing() throws IOException {
        fresh(disk).close();
        Opened opened = open(disk);
        assertThat(opened.onTopOf(0, 0, Hash128.ZERO, Optional.empty())).isEqualTo(Recovered.FRESH);
        assertThat(opened.findings()).isEmpty();
        assertThat(opened.config()).isEqualTo(META.initial());
    }

    @Test
    void closedLog_comesBackWithEverything(@TempDir Path directory) throws IOException {
        RealDisk real = new RealDisk(directory);
        WriteAheadLog log = fresh(real);
        log.append(List.of(promised(4), accepted(1, 4, 5), chosen(2, 3, 70_00)), 3, 1);
        assertThat(log.sync()).isEqualTo(3);
        log.close();
        Opened opened = open(real);
        assertThat(opened.lastLsn()).isEqualTo(3);
        assertThat(opened.promised()).isEqualTo(new Ballot(4, 1));
        assertThat(LogModel.votes(opened)).containsExactly(Vote.of(entry(1, 4, 5)), Vote.chosen(entry(2, 3, 70_00)));
        assertThat(opened.chosenMark()).isEqualTo(1);
        assertThat(opened.findings()).isEmpty();
        opened.log().close();
    }

    @Test
    void laterRecordOfASlot_replacesTheEarlier() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(accepted(1, 1, 5), accepted(1, 2, 6)), 2, 0);
        log.append(List.of(chosen(1, 3, 7)), 3, 1);
        assertThat(log.read(1, 1, 1)).containsExactly(entry(1, 3, 7));
        log.close();
        assertThat(LogModel.votes(open(disk))).containsExactly(Vote.of(entry(1, 3, 7)));
    }

    @Test
    void voteImpliesAPromise() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(accepted(1, 9, 5)), 1, 0);
        log.close();
        assertThat(open(disk).promised()).isEqualTo(new Ballot(9, 1));
    }

    @Test
    void newEpoch_bringsItsConfiguration_andForgetsTheOldPromise() throws IOException {
        WriteAheadLog log = fresh(disk);
        EpochConfig next = EpochConfig.ofMajorities(
                2, EpochConfig.Engine.PAXOS, META.initial().members());
        log.append(List.of(promised(4), new LogRecord.EpochStarted(next, 0)), 2, 0);
        log.close();
        Opened opened = open(disk);
        assertThat(opened.config()).isEqualTo(next);
        assertThat(opened.promised()).isEqualTo(Ballot.NONE);
    }

    private static EpochConfig secondEpoch(long startsAfter) {
        return EpochConfig.ofMajorities(
                        2, EpochConfig.Engine.PAXOS, META.initial().members())
                .startingAfter(startsAfter);
    }

    @Test
    void votesBehindASeal_areVoid_andThoseOfTheNewEpochAreNot() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(accepted(1, 4, 5), accepted(2, 4, 5), accepted(3, 4, 5), accepted(4, 4, 5)), 4, 0);
        log.append(List.of(new LogRecord.EpochStarted(secondEpoch(2), 2)), 5, 0);
        log.append(List.of(new LogRecord.Accepted(2, entry(4, 1, 7))), 6, 0);
        log.close();
        Opened opened = open(disk);
        assertThat(opened.chosenFrom(1)).containsExactly(entry(1, 4, 5), entry(2, 4, 5));
        assertThat(opened.votes()).containsExactly(Vote.of(entry(4, 1, 7)));
        assertThat(opened.promised()).isEqualTo(new Ballot(1, 1));
        assertThat(opened.chosenMark()).as("all up to the seal is chosen").isEqualTo(2);
        assertThat(opened.chain()).extracting(EpochConfig::epoch).containsExactly(1L, 2L);
        assertThat(opened.log().read(3, 3, 1)).isEmpty();
    }

    @Test
    void newEpochThatNeverReachedTheDisk_leavesThePromiseOfTheOldOne() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(promised(4)), 1, 0);
        log.sync();
        log.append(
                List.of(
                        accepted(1, 4, 9_000),
                        new LogRecord.EpochStarted(secondEpoch(1), 1),
                        new LogRecord.Accepted(2, entry(2, 1, 9_000))),
                4,
                1);
        int dirty = disk.dirtyBlocks().size();
        assertThat(dirty).isGreaterThan(4);
        for (int kept = 0; kept < 1 << dirty; kept++) {
            int blocks = kept;
            Opened opened = open(disk.afterCrash(block -> (blocks & 1 << block) != 0, true));
            boolean entered = opened.config().epoch() == 2;
            assertThat(opened.promised())
                    .as("blocks %s survived", Integer.toBinaryString(kept))
                    .isGreaterThanOrEqualTo(entered ? Ballot.NONE : new Ballot(4, 1));
            opened.log().close();
        }
    }

    @Test
    void configurationThatIsUnreadable_whenItsEpochIsInForce_makesTheStoreAmnesiac() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(accepted(1, 4, 9_000)), 1, 0);
        log.append(List.of(new LogRecord.EpochStarted(secondEpoch(1), 1)), 2, 1);
        log.append(List.of(new LogRecord.Accepted(2, entry(2, 1, 9_000))), 3, 1);
        log.close();
        byte[] octets = SmallFile.read(disk, DIRECTORY + "/0000000000000001.segment", 1 << 20);
        int at = indexOfHeader(octets, RecordKind.EPOCH_STARTED) + RecordHeader.BYTES + 3;
        disk.flip(DIRECTORY + "/0000000000000001.segment", at, 1);
        assertThatThrownBy(() -> open(disk))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("the configuration of epoch 2 is unreadable");
    }

    private static int indexOfHeader(byte[] octets, RecordKind kind) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        for (int at = 0; at < octets.length - RecordHeader.BYTES; at += 8) {
            if (buffer.getShort(at) == RecordHeader.MAGIC && buffer.get(at + 3) == kind.code()) {
                return at;
            }
        }
        throw new AssertionError("no record of kind " + kind);
    }

    @Test
    void promiseOfTheMetaFile_countsIfItIsHigher() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(promised(4)), 1, 0);
        log.close();
        Meta promisedMore = META.with(META.current(), new Ballot(6, 2));
        Opened opened = WriteAheadLog.open(disk, DIRECTORY, SMALL, promisedMore, 0);
        assertThat(opened.promised()).isEqualTo(new Ballot(6, 2));
    }

    @Test
    void votesUpToTheSnapshot_areNotGivenBack() throws IOException {
        WriteAheadLog log = fresh(disk);
        fill(log, 1, 20);
        log.close();
        Opened opened = WriteAheadLog.open(disk, DIRECTORY, SMALL, META, 15);
        assertThat(opened.chosenMark()).isEqualTo(19);
        assertThat(opened.votes()).containsExactly(Vote.of(entry(20, 1, 1_000)));
        assertThat(opened.log().read(3, 4, 1 << 20)).hasSize(2);
    }

    @Test
    void read_givesConsecutiveSlots_fromSealedSegmentsToo_andStopsAtAGap() throws IOException {
        WriteAheadLog log = fresh(disk);
        fill(log, 1, 200);
        assertThat(log.segments()).isGreaterThan(3);
        List<Entry> all = log.read(1, 1_000, Integer.MAX_VALUE);
        assertThat(all).hasSize(200);
        assertThat(all.get(150)).isEqualTo(entry(151, 1, 1_000));
        assertThat(log.read(10, 1_000, 2_500)).hasSize(3);
        assertThat(log.read(10, 12, 0)).hasSize(1);
        log.append(List.of(accepted(202, 1, 10)), 201, 0);
        assertThat(log.read(200, 210, 1 << 20)).hasSize(1);
        assertThat(log.read(201, 210, 1 << 20)).isEmpty();
        assertThat(log.read(300, 310, 1 << 20)).isEmpty();
    }

    @Test
    void release_removesWholeSegments_andThePromiseSurvives() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(promised(7)), 1, 0);
        for (int slot = 1; slot <= 200; slot++) {
            log.append(List.of(chosen(slot, 1, 1_000)), slot + 1L, slot - 1);
        }
        log.sync();
        int before = log.segments();
        log.release(100);
        assertThat(log.segments()).isLessThan(before);
        assertThat(log.read(1, 1, 1)).isEmpty();
        assertThat(log.read(150, 150, 1)).hasSize(1);
        log.close();
        Opened opened = WriteAheadLog.open(disk, DIRECTORY, SMALL, META, 100);
        assertThat(opened.promised()).isEqualTo(new Ballot(7, 1));
        assertThat(opened.chosenFrom(101)).hasSize(99);
        assertThat(opened.votes()).hasSize(1);
        assertThat(opened.faults()).isEmpty();
        assertThat(opened.findings()).isEmpty();
    }

    @Test
    void votesBelowAnInstalledSnapshot_areNotTakenForChosen() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(accepted(1, 1, 10), accepted(2, 1, 10)), 2, 1);
        log.jump(5); // somebody else's value was chosen in slot 2
        log.append(List.of(accepted(6, 2, 10)), 3, 5);
        log.append(List.of(accepted(7, 2, 10)), 4, 6);
        log.close();
        for (int start = 0; start < 3; start++) {
            assertThat(WriteAheadLog.open(disk, DIRECTORY, SMALL, META, 5).chosenMark())
                    .isEqualTo(6);
            Opened older = open(disk); // the snapshot turned out damaged
            assertThat(older.chosenMark()).isZero();
            assertThat(LogModel.votes(older)).hasSize(4);
            older.log().close();
        }
    }

    @Test
    void jumpThatNoMarkTellsOf_isTakenFromTheSnapshot() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(accepted(1, 1, 10), accepted(2, 1, 10)), 2, 1);
        log.close();
        WriteAheadLog again =
                WriteAheadLog.open(disk, DIRECTORY, SMALL, META, 5).log();
        again.append(List.of(accepted(6, 2, 10)), 3, 6);
        again.close();
        assertThat(open(disk).chosenMark()).isZero();
        assertThat(WriteAheadLog.open(disk, DIRECTORY, SMALL, META, 5).chosenMark())
                .isEqualTo(6);
    }

    @Test
    void releasedSlotsThatTheSnapshotLacks_areReportedAsFaulty() throws IOException {
        WriteAheadLog log = fresh(disk);
        fill(log, 1, 200);
        log.release(150);
        log.close();
        Opened opened = WriteAheadLog.open(disk, DIRECTORY, SMALL, META, 20); // an older snapshot, for want of a better
        assertThat(opened.faults()).hasSize(1);
        assertThat(opened.faults().get(0).from()).isEqualTo(21);
        assertThat(opened.faults().get(0).to()).isLessThanOrEqualTo(150);
        assertThat(opened.chosenMark()).isEqualTo(20);
    }

    @Test
    void fullDisk_isSaidWhenASegmentIsNeeded_andHealsWithoutARestart() throws IOException {
        disk.limit(3L * SMALL.segmentBytes());
        WriteAheadLog log = fresh(disk);
        List<LogRecord> records = new ArrayList<>();
        for (int slot = 1; slot <= 400; slot++) {
            records.add(accepted(slot, 1, 1_000));
        }
        assertThatThrownBy(() -> log.append(records, 400, 0)).isInstanceOf(NoSpaceException.class);
        assertThat(log.lastLsn()).isBetween(50L, 399L);
        assertThat(log.sync()).isEqualTo(log.lastLsn());
        assertThatThrownBy(() -> log.append(records, 400, 0)).isInstanceOf(NoSpaceException.class);
        disk.limit(Long.MAX_VALUE);
        log.append(records, 400, 0);
        assertThat(log.sync()).isEqualTo(400);
        log.close();
        assertThat(LogModel.votes(open(disk))).hasSize(400);
    }

    @Test
    void failedSync_isNeverTriedAgain() throws IOException {
        WriteAheadLog log = fresh(disk);
        log.append(List.of(accepted(1, 1, 10)), 1, 0);
        disk.failSyncs(true);
        assertThatThrownBy(log::sync).isInstanceOf(IOException.class);
        disk.failSyncs(false);
        assertThatThrownBy(log::sync).hasMessageContaining("must stop");
        assertThatThrownBy(() -> log.append(List.of(accepted(2, 1, 10)), 2, 0)).hasMessageContaining("must stop");
        assertThat(log.durableLsn()).isZero();
    }

    @Test
    void valueThatChangedInMemory_isNotWritten() throws IOException {
        WriteAheadLog log = fresh(disk);
        LogRecord vote = accepted(1, 4, 100);
        LogRecords.payload(vote)[50] ^= 1;
        assertThatThrownBy(() -> log.append(List.of(vote), 1, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("slot 1 changed in memory");
        log.close();
        assertThat(LogModel.votes(open(disk))).isEmpty();
    }

    @Test
    void recordOutOfTurn_isRefused() throws IOException {
        WriteAheadLog log = fresh(disk);
        assertThatThrownBy(() -> log.append(List.of(accepted(1, 1, 10)), 2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("record 2");
    }

    @Test
    void payloadThatNoSegmentTakes_isRefused() throws IOException {
        WriteAheadLog log = fresh(disk);
        List<LogRecord> tooLarge = List.of(accepted(1, 1, SMALL.payloadBytesMax() + 1));
        assertThatThrownBy(() -> log.append(tooLarge, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        log.append(List.of(accepted(1, 1, SMALL.payloadBytesMax())), 1, 0);
        assertThat(log.sync()).isEqualTo(1);
    }

    @Test
    void segmentOfAnotherSize_isReadAsItIs() throws IOException {
        WriteAheadLog log = fresh(disk);
        fill(log, 1, 100);
        log.close();
        LogSettings larger = LogSettings.ofSegments(128 << 10);
        Opened opened = WriteAheadLog.open(disk, DIRECTORY, larger, META, 0);
        assertThat(LogModel.votes(opened)).hasSize(100);
        opened.log().close();
        assertThat(LogModel.votes(open(disk))).hasSize(100);
    }

    @Test
    void logOfAnotherStore_isRefusedByName() throws IOException {
        fresh(disk).close();
        Meta other = new Meta(
                new NodeIdentity(META.identity().cluster(), 1, new StoreId(8, 8)),
                META.initial(),
                META.current(),
                Ballot.NONE);
        assertThatThrownBy(() -> WriteAheadLog.open(disk, DIRECTORY, SMALL, other, 0))
                .isInstanceOfSatisfying(
                        StoreRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreRefusedException.Reason.FOREIGN));
    }

    @Test
    void logOfAnotherFormat_isRefusedWithBothVersions() throws IOException {
        assertFormatRefused(RecordHeader.FORMAT - 1, StoreRefusedException.Reason.OLDER_FORMAT);
        assertFormatRefused(RecordHeader.FORMAT + 1, StoreRefusedException.Reason.NEWER_FORMAT);
    }

    private static void assertFormatRefused(int format, StoreRefusedException.Reason reason) throws IOException {
        MemoryDisk disk = new MemoryDisk(4_096);
        fresh(disk).close();
        String name = DIRECTORY + "/" + SegmentFiles.name(1);
        ByteBuffer head = ByteBuffer.wrap(SmallFile.read(disk, name, SMALL.segmentBytes()));
        head.put(2, (byte) format).putInt(4, RecordHeader.crc(head, 0, 1, 0));
        SmallFile.replace(disk, DIRECTORY, SegmentFiles.name(1), head.array());
        assertThatThrownBy(() -> open(disk))
                .isInstanceOfSatisfying(
                        StoreRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining("format " + format)
                .hasMessageContaining(String.valueOf(RecordHeader.FORMAT));
    }

    @Test
    void logWithoutSegments_isAmnesia() {
        assertThatThrownBy(() -> open(disk))
                .isInstanceOfSatisfying(
                        StoreRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreRefusedException.Reason.AMNESIA));
    }

    @Test
    void formattingTwice_isRefused() throws IOException {
        fresh(disk).close();
        assertThatThrownBy(() -> WriteAheadLog.format(disk, DIRECTORY, SMALL, META))
                .isInstanceOfSatisfying(
                        StoreRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreRefusedException.Reason.ALREADY_FORMATTED));
    }

    @Test
    void spare_isReadyBeforeTheSegmentIsHalfFull_withoutAnybodyAsking() throws IOException {
        WriteAheadLog log = fresh(disk);
        fill(log, 1, 25);
        assertThat(log.segments()).isEqualTo(1);
        assertThat(disk.exists("log/spare")).isTrue();
        assertThat(log.prepareSpare()).isFalse();
    }
}
