package io.metroon.consensus.simulator.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.replica.disk.DiskFile;
import io.metroon.replica.disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private static final int BLOCK = 512;

    private static SimulatedDisk disk(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new SimulatedDisk(BLOCK, 1 << 20, random, new DiskFaults(random.split()));
    }

    private static void write(DiskFile file, long position, int value, int length) throws IOException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        file.write(position, ByteBuffer.wrap(bytes));
    }

    private static int read(SimulatedDisk disk, String name, long position) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return disk.openForReading(name).read(position, one) == 1 ? one.get(0) : -1;
    }

    @Test
    void syncedContentsUnderASyncedName_surviveEveryCrash() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = disk(seed);
            DiskFile file = disk.create("f");
            write(file, 0, 7, 3 * BLOCK);
            file.sync();
            disk.syncDirectory("");
            write(file, BLOCK, 8, BLOCK);

            disk.crash(true);
            disk.powerOn();

            assertThat(read(disk, "f", 0)).isEqualTo(7);
            assertThat(read(disk, "f", BLOCK)).isIn(7, 8);
        }
    }

    @Test
    void unsyncedBlocks_surviveInAnyCombination() throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (long seed = 0; seed < 300; seed++) {
            SimulatedDisk disk = disk(seed);
            DiskFile file = disk.create("f");
            file.setSize(2 * BLOCK);
            file.sync();
            disk.syncDirectory("");
            write(file, 0, 1, 2 * BLOCK);

            disk.crash(true);
            disk.powerOn();
            outcomes.add(read(disk, "f", 0) + "," + read(disk, "f", BLOCK));
        }

        assertThat(outcomes).containsExactlyInAnyOrder("0,0", "0,1", "1,0", "1,1");
    }

    @Test
    void nameOfAnUnsyncedDirectory_mayBeLost_andAReplacedFileIsTheOldOrTheNewOne() throws IOException {
        Set<Integer> outcomes = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            SimulatedDisk disk = disk(seed);
            put(disk, "f", 1);
            disk.syncDirectory("");
            put(disk, "f.new", 2);
            disk.rename("f.new", "f");

            disk.crash(true);
            disk.powerOn();
            outcomes.add(read(disk, "f", 0));
        }

        assertThat(outcomes).containsExactlyInAnyOrder(1, 2);
    }

    private static void put(SimulatedDisk disk, String name, int value) throws IOException {
        DiskFile file = disk.create(name);
        write(file, 0, value, 10);
        file.sync();
    }

    @Test
    void killedProcess_losesNothing_butAPowerCutLaterMayStillTakeIt() throws IOException {
        Set<Integer> outcomes = new TreeSet<>();
        for (long seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = disk(seed);
            DiskFile file = disk.create("f");
            file.setSize(BLOCK);
            file.sync();
            disk.syncDirectory("");
            write(file, 0, 1, 1);
            disk.crash(false);
            disk.powerOn();
            assertThat(read(disk, "f", 0)).isEqualTo(1);

            disk.crash(true);
            disk.powerOn();
            outcomes.add(read(disk, "f", 0));
        }

        assertThat(outcomes).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void failedSync_leavesTheDataReadableAndLost_andASecondSyncSucceedsAllTheSame() throws IOException {
        int lost = 0;
        for (long seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = disk(seed);
            DiskFile file = disk.create("f");
            file.setSize(BLOCK);
            file.sync();
            disk.syncDirectory("");
            write(file, 0, 1, 1);
            disk.faults().failNextSync("");
            assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
            file.sync();
            assertThat(read(disk, "f", 0)).isEqualTo(1);

            disk.crash(true);
            disk.powerOn();
            lost += read(disk, "f", 0) == 0 ? 1 : 0;
        }

        assertThat(lost).isBetween(1, 49);
    }

    @Test
    void fullDisk_refusesToGrow_andStillWritesInPlace() throws IOException {
        SimulatedDisk disk = disk(1);
        DiskFile file = disk.create("f");
        file.setSize(4 * BLOCK);
        disk.faults().reserve(Long.MAX_VALUE / 2);

        write(file, 0, 1, 4 * BLOCK);
        assertThatThrownBy(() -> write(file, 4 * BLOCK, 1, 1)).isInstanceOf(NoSpaceException.class);
        assertThatThrownBy(() -> disk.create("g")).isInstanceOf(NoSpaceException.class);
        disk.faults().reserve(0);
        write(file, 4 * BLOCK, 1, 1);
    }

    @Test
    void powerCutInsideAWrite_endsTheProcess_andFilesOpenedByItAreOfNoUse() throws IOException {
        SimulatedDisk disk = disk(1);
        DiskFile file = disk.create("f");
        disk.faults().cutPowerAfter(0);

        assertThatThrownBy(() -> write(file, 0, 1, BLOCK)).isInstanceOf(PowerCut.class);
        assertThat(disk.isPowered()).isFalse();
        disk.crash(true);
        disk.powerOn();
        assertThatThrownBy(file::size).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rot_changesOneSyncedBlockOfAFileWithTheWantedName() throws IOException {
        SimulatedDisk disk = disk(1);
        put(disk, "kept", 1);
        put(disk, "log", 1);

        assertThat(disk.rot("log", false)).startsWith("log: block 0 bit ");
        assertThat(disk.rot("nothing", false)).isEmpty();
        assertThat(read(disk, "kept", 0)).isEqualTo(1);
    }
}
