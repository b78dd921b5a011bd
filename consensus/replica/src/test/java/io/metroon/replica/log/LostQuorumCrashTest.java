package io.metroon.replica.log;

import static io.metroon.replica.log.LogModel.STORE;
import static io.metroon.replica.log.LogModel.accepted;
import static io.metroon.replica.log.LogModel.promised;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.Entry;
import io.metroon.consensus.EntryKind;
import io.metroon.consensus.Vote;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.EpochConfigCodec;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.LostQuorum;
import io.metroon.replica.disk.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Power fails while the last resort for a lost quorum is under way: it is done, or to be done again, and loses no vote. */
class LostQuorumCrashTest {
    private static final int BLOCK = 128;
    private static final LogSettings SMALL = new LogSettings(48 * BLOCK, BLOCK, true);
    private static final EpochConfig THREE = EpochConfig.ofMajorities(
            1,
            EpochConfig.Engine.PAXOS,
            List.of(member(1, STORE), member(2, new StoreId(5, 6)), member(3, new StoreId(7, 8))));
    private static final Meta META = Meta.fresh(new NodeIdentity(new ClusterId(1, 2), 1, STORE), THREE);

    private static Member member(int node, StoreId store) {
        return new Member(node, store, Member.Role.VOTER, 0, "127.0.0.1:" + node, "127.0.0.1:1" + node);
    }

    /** A survivor that knows slots 1 and 2 to be chosen, and voted for 3 and 4. */
    private static MemoryDisk survivor() throws IOException {
        MemoryDisk disk = new MemoryDisk(BLOCK);
        MetaFile.format(disk, META);
        WriteAheadLog.format(disk, LogModel.DIRECTORY, SMALL, META);
        WriteAheadLog log = open(disk).log();
        log.append(List.of(promised(1), accepted(1, 1, 10), accepted(2, 1, 150), accepted(3, 1, 20)), 4, 2);
        log.append(List.of(accepted(4, 1, 90)), 5, 2);
        log.sync();
        log.close();
        return disk;
    }

    private static Opened open(MemoryDisk disk) throws IOException {
        return WriteAheadLog.open(
                disk, LogModel.DIRECTORY, SMALL, MetaFile.load(disk).meta(), 0);
    }

    private static EpochConfig recover(MemoryDisk disk) throws IOException {
        LostQuorum lost = LostQuorum.of(disk, SMALL);
        return lost.proceed(lost.assess());
    }

    @Test
    void powerFailsAtAnyOperation_andTheSecondAttemptEndsInOneEpochWithEveryVote() throws IOException {
        int operations = operations();
        assertThat(operations).isGreaterThan(10);
        for (int at = 0; at <= operations; at++) {
            for (int seed = 0; seed < 16; seed++) {
                MemoryDisk left = crashed(at, seed);
                EpochConfig alone = recover(left);
                checkAlone(left, alone);
            }
        }
    }

    @Test
    void powerFailsAtAnyOperation_andAStartInsteadFindsTheOldEpochOrTheNewOne() throws IOException {
        int operations = operations();
        for (int at = 0; at <= operations; at++) {
            for (int seed = 0; seed < 16; seed++) {
                Opened opened = open(crashed(at, seed));
                LogModel.checkUndamaged(opened);
                assertThat(opened.config().members().size()).isIn(1, 3);
                assertThat(slots(opened)).startsWith(1L, 2L, 3L, 4L);
            }
        }
    }

    private static int operations() throws IOException {
        MemoryDisk disk = survivor();
        int before = disk.operations();
        recover(disk);
        return disk.operations() - before;
    }

    private static MemoryDisk crashed(int at, int seed) throws IOException {
        MemoryDisk disk = survivor();
        disk.failAfter(at);
        try {
            recover(disk);
        } catch (MemoryDisk.PowerFailure e) {
            // the disk is left as it was at that moment
        }
        Random random = new Random(at * 1_000L + seed);
        boolean[] kept = new boolean[1_024];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = seed >= 2 && random.nextInt(4) < seed % 5;
        }
        return disk.afterCrash(i -> kept[i], seed % 2 == 0);
    }

    private static void checkAlone(MemoryDisk disk, EpochConfig alone) throws IOException {
        Opened opened = open(disk);
        LogModel.checkUndamaged(opened);
        assertThat(alone.members()).extracting(Member::node).containsExactly(1);
        assertThat(opened.config()).isEqualTo(alone);
        assertThat(MetaFile.load(disk).meta().current()).isEqualTo(alone);
        assertThat(slots(opened)).startsWith(1L, 2L, 3L, 4L);
        assertThat(sealedEpochs(opened)).doesNotHaveDuplicates().contains(alone.epoch());
    }

    private static List<Long> slots(Opened opened) {
        return LogModel.votes(opened).stream().map(Vote::slot).toList();
    }

    private static List<Long> sealedEpochs(Opened opened) {
        List<Long> epochs = new ArrayList<>();
        for (Vote vote : LogModel.votes(opened)) {
            Entry entry = vote.entry();
            if (entry != null && entry.kind() == EntryKind.SEAL) {
                epochs.add(EpochConfigCodec.decode(entry.payload()).epoch());
            }
        }
        return epochs;
    }
}
