package io.metroon.replica.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.Checksum;
import io.metroon.replica.disk.MemoryDisk;
import io.metroon.replica.disk.SmallFile;
import io.metroon.replica.log.StoreRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotStoreTest {
    private static final ClusterId CLUSTER = new ClusterId(1, 2);
    private static final EpochConfig EPOCH = EpochConfig.ofMajorities(
            1,
            EpochConfig.Engine.PAXOS,
            List.of(new Member(1, new StoreId(1, 1), Member.Role.VOTER, 0, "127.0.0.1:1", "127.0.0.1:2")));
    private static final String FIRST = "snapshots/00000000000000000010";

    private final MemoryDisk disk = new MemoryDisk(4_096);

    private static SnapshotStore open(MemoryDisk disk) throws IOException {
        return SnapshotStore.open(disk, "snapshots", CLUSTER);
    }

    private static byte[] content(long slot) {
        byte[] octets = new byte[SnapshotStore.CHUNK_BYTES + 10];
        Arrays.fill(octets, (byte) slot);
        return octets;
    }

    private static SnapshotStore.Snapshot write(SnapshotStore store, long slot) throws IOException {
        return store.write(slot, new Hash128(slot, slot), EPOCH, out -> out.write(content(slot)));
    }

    @Test
    void written_isFoundAgain_newestFirst() throws IOException {
        SnapshotStore store = open(disk);
        write(store, 10);
        write(store, 20);
        SnapshotStore again = open(disk);
        assertThat(again.newestFirst().stream().map(SnapshotStore.Snapshot::slot))
                .containsExactly(20L, 10L);
        SnapshotStore.Snapshot newest = again.newest().orElseThrow();
        assertThat(newest.openStream().readAllBytes()).isEqualTo(content(20));
        assertThat(newest.manifest().runningHash()).isEqualTo(new Hash128(20, 20));
    }

    @Test
    void powerFailsAtAnyOperation_leavesTheOldOrTheNewSnapshot_whole() throws IOException {
        MemoryDisk counting = new MemoryDisk(4_096);
        SnapshotStore first = open(counting);
        write(first, 10);
        int before = counting.operations();
        write(first, 20);
        int steps = counting.operations() - before;
        for (int at = 0; at <= steps; at++) {
            for (int seed = 0; seed < 6; seed++) {
                failAt(at, seed, at == steps);
            }
        }
    }

    private static void failAt(int at, int seed, boolean done) throws IOException {
        MemoryDisk disk = new MemoryDisk(4_096);
        SnapshotStore store = open(disk);
        write(store, 10);
        disk.failAfter(at);
        try {
            write(store, 20);
        } catch (MemoryDisk.PowerFailure e) {
            assertThat(done).isFalse();
        }
        SnapshotStore left = open(disk.afterCrash(i -> seed >= 2 && (i + at) % seed == 0, seed % 2 == 0));
        SnapshotStore.Snapshot newest = left.newest().orElseThrow();
        assertThat(newest.openStream().readAllBytes()).isEqualTo(content(newest.slot()));
        assertThat(newest.slot()).isIn(done ? 20L : 10L, 20L);
        write(left, 20);
        assertThat(left.newest().orElseThrow().openStream().readAllBytes()).isEqualTo(content(20));
    }

    @Test
    void damagedChunk_isNamed_andNeverGiven() throws IOException {
        SnapshotStore.Snapshot snapshot = write(open(disk), 10);
        disk.flip(FIRST + "/chunk-00000001", 5, 1);
        assertThatThrownBy(() -> snapshot.openStream().readAllBytes()).hasMessageContaining("chunk 1 of 2");
        assertThat(snapshot.chunk(0)).hasSize(SnapshotStore.CHUNK_BYTES);
    }

    @Test
    void anyDamagedManifest_doesNotCount_andTheOlderOneDoes() throws IOException {
        SnapshotStore store = open(disk);
        write(store, 5);
        write(store, 10);
        int length = SmallFile.read(disk, FIRST + "/manifest", 1 << 20).length;
        for (int offset = 0; offset < length; offset++) {
            MemoryDisk damaged = disk.copy();
            damaged.flip(FIRST + "/manifest", offset, 4);
            assertThat(open(damaged).newest().orElseThrow().slot()).isEqualTo(5);
            assertThat(damaged.exists(FIRST + "/manifest.damaged")).isTrue();
        }
    }

    @Test
    void damagedSnapshot_isSetAside_untilAWholeOneAtItsSlotOrLaterCounts() throws IOException {
        for (long later : new long[] {10, 20}) {
            MemoryDisk own = new MemoryDisk(4_096);
            SnapshotStore store = open(own);
            store.setAside(write(store, 10), "rot");
            assertThat(store.findings()).hasSize(1);
            SnapshotStore again = open(own);
            again.retain(2);
            assertThat(again.newest()).isEmpty();
            assertThat(own.exists(FIRST + "/manifest.damaged")).isTrue();
            assertThat(own.exists(FIRST + "/chunk-00000001")).isTrue();
            write(again, later);
            again.retain(2);
            assertThat(own.exists(FIRST + "/manifest.damaged")).isFalse();
            assertThat(open(own).newestFirst().stream().map(SnapshotStore.Snapshot::slot))
                    .containsExactly(later);
        }
    }

    @Test
    void fetchAtTheSlotOfADamagedSnapshot_needsItsDamagedChunksOnly() throws IOException {
        SnapshotStore.Snapshot offered = write(open(new MemoryDisk(4_096)), 10);
        SnapshotStore store = open(disk);
        SnapshotStore.Snapshot own = write(store, 10);
        disk.flip(FIRST + "/chunk-00000001", 5, 1);
        store.setAside(own, "rot");
        assertThat(store.stage(offered.manifest())).containsExactly(1);
        store.put(offered.manifest(), 1, offered.chunk(1));
        assertThat(store.complete(offered.manifest()).openStream().readAllBytes())
                .isEqualTo(content(10));
        assertThat(disk.exists(FIRST + "/manifest.damaged")).isFalse();
    }

    @Test
    void manifestOfANewerFormat_isRefusedByName_andLeftAlone() throws IOException {
        write(open(disk), 10);
        byte[] newer = SmallFile.read(disk, FIRST + "/manifest", 1 << 20);
        ByteBuffer octets = ByteBuffer.wrap(newer).putInt(4, 3);
        octets.putInt(newer.length - 4, Checksum.crc32c(newer, 0, newer.length - 4));
        SmallFile.replace(disk, FIRST, "manifest", newer);
        assertThatThrownBy(() -> open(disk))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("format 3");
        assertThat(disk.exists(FIRST + "/manifest")).isTrue();
    }

    @Test
    void snapshotOfAnotherCluster_isRefused() throws IOException {
        write(open(disk), 10);
        assertThatThrownBy(() -> SnapshotStore.open(disk, "snapshots", new ClusterId(9, 9)))
                .hasMessageContaining("belongs to cluster");
    }

    @Test
    void retain_keepsTheNewestAndThePinned() throws IOException {
        SnapshotStore store = open(disk);
        write(store, 10);
        write(store, 20).pin();
        write(store, 30);
        write(store, 40);
        store.retain(2);
        assertThat(store.newestFirst().stream().map(SnapshotStore.Snapshot::slot))
                .containsExactly(40L, 30L, 20L);
        store.at(20).orElseThrow().unpin();
        store.retain(2);
        assertThat(open(disk).newestFirst().stream().map(SnapshotStore.Snapshot::slot))
                .containsExactly(40L, 30L);
    }

    @Test
    void fetchedChunks_surviveARestart_andDamagedOnesAreFetchedAgain() throws IOException {
        MemoryDisk other = new MemoryDisk(4_096);
        SnapshotStore.Snapshot offered = write(open(other), 10);
        SnapshotStore store = open(disk);
        assertThat(store.stage(offered.manifest())).containsExactly(0, 1);
        store.put(offered.manifest(), 1, offered.chunk(1));
        assertThat(open(disk).stage(offered.manifest())).containsExactly(0);
        disk.flip(FIRST + "/chunk-00000001", 3, 1);
        SnapshotStore again = open(disk);
        assertThat(again.stage(offered.manifest())).containsExactly(0, 1);
        again.put(offered.manifest(), 0, offered.chunk(0));
        assertThatThrownBy(() -> again.complete(offered.manifest())).hasMessageContaining("chunk 1");
        again.put(offered.manifest(), 1, offered.chunk(1));
        assertThat(again.complete(offered.manifest()).openStream().readAllBytes())
                .isEqualTo(content(10));
        assertThat(open(disk).newest()).isPresent();
    }
}
