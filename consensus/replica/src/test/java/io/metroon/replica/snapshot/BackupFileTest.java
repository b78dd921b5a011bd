package io.metroon.replica.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.consensus.Hash128;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.MemoryDisk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupFileTest {
    private static final EpochConfig EPOCH = EpochConfig.ofMajorities(
            1,
            EpochConfig.Engine.PAXOS,
            List.of(new Member(1, new StoreId(1, 1), Member.Role.VOTER, 0, "127.0.0.1:1", "127.0.0.1:2")));
    private static final int CONTENT_BYTES = 2 * SnapshotStore.CHUNK_BYTES + 1_000;

    private final MemoryDisk disk = new MemoryDisk(4_096);
    private byte[] content = {};
    private byte[] backup = {};

    @BeforeEach
    void writeBackup() throws IOException {
        content = new byte[CONTENT_BYTES];
        new Random(1).nextBytes(content);
        SnapshotStore store = SnapshotStore.open(disk, "snapshots", new ClusterId(1, 2));
        SnapshotStore.Snapshot snapshot = store.write(42, new Hash128(3, 4), EPOCH, out -> out.write(content));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupFile.write(snapshot, out);
        backup = out.toByteArray();
        assertThat(BackupFile.length(snapshot.manifest())).isEqualTo(backup.length);
    }

    private static SnapshotManifest verify(byte[] file) throws IOException {
        return BackupFile.verify(new ByteArrayInputStream(file), BackupFile.Progress.NONE);
    }

    @Test
    void wholeFile_isVerified_withProgressToItsEnd() throws IOException {
        List<Long> progress = new ArrayList<>();
        SnapshotManifest manifest = BackupFile.verify(new ByteArrayInputStream(backup), (done, total) -> {
            assertThat(total).isEqualTo(backup.length);
            progress.add(done);
        });
        assertThat(manifest.slot()).isEqualTo(42);
        assertThat(manifest.chunks()).hasSize(3);
        assertThat(progress).isSorted().endsWith((long) backup.length);
    }

    @Test
    void restoredFile_isASnapshotOfTheNewCluster_withTheSameOctets() throws IOException {
        SnapshotStore target = SnapshotStore.open(new MemoryDisk(4_096), "snapshots", new ClusterId(8, 8));
        SnapshotStore.Snapshot restored =
                BackupFile.restoreInto(() -> new ByteArrayInputStream(backup), target, EPOCH, BackupFile.Progress.NONE);
        assertThat(restored.slot()).isEqualTo(42);
        assertThat(restored.manifest().cluster()).isEqualTo(new ClusterId(8, 8));
        assertThat(restored.manifest().runningHash()).isEqualTo(new Hash128(3, 4));
        assertThat(restored.openStream().readAllBytes()).isEqualTo(content);
    }

    @Test
    void extract_givesTheState() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupFile.extract(() -> new ByteArrayInputStream(backup), out, BackupFile.Progress.NONE);
        assertThat(out.toByteArray()).isEqualTo(content);
    }

    @Test
    void damagedFile_leavesTheTargetUntouched() throws IOException {
        byte[] damaged = backup.clone();
        damaged[backup.length - 100] ^= 1;
        MemoryDisk untouched = new MemoryDisk(4_096);
        SnapshotStore target = SnapshotStore.open(untouched, "snapshots", new ClusterId(8, 8));
        int operations = untouched.operations();
        assertThatThrownBy(() -> BackupFile.restoreInto(
                        () -> new ByteArrayInputStream(damaged), target, EPOCH, BackupFile.Progress.NONE))
                .isInstanceOf(DamagedBackupException.class);
        assertThat(untouched.operations()).isEqualTo(operations);
    }

    @Test
    void flippedOctetOfAChunk_isNamedByChunkAndPlace() {
        byte[] damaged = backup.clone();
        damaged[SnapshotStore.CHUNK_BYTES + 5_000] ^= 8;
        int second = BackupFile.HEAD_BYTES + headBytes() + BackupFile.CHUNK_HEAD_BYTES + SnapshotStore.CHUNK_BYTES;
        assertThatThrownBy(() -> verify(damaged))
                .hasMessageContaining("chunk 2 of 3 at byte " + String.format("%,d", second) + ": checksum differs");
    }

    private int headBytes() {
        return java.nio.ByteBuffer.wrap(backup).getInt(12);
    }

    @Test
    void truncatedFile_isNamedByWhereItEnds() {
        byte[] cut = Arrays.copyOf(backup, SnapshotStore.CHUNK_BYTES + 77);
        assertThatThrownBy(() -> verify(cut))
                .isInstanceOf(DamagedBackupException.class)
                .hasMessageContaining("ends after byte 1,048,653, truncated");
    }

    @Test
    void anyFlippedBit_isSeen() {
        Random random = new Random(2);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = backup.clone();
            int near = random.nextInt(800);
            int offset = i % 2 == 0 ? near : i % 4 == 1 ? backup.length - 1 - near % 60 : random.nextInt(backup.length);
            damaged[offset] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> verify(damaged)).isInstanceOf(DamagedBackupException.class);
        }
    }

    @Test
    void anyTruncation_isSeen() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] cut = Arrays.copyOf(backup, i < 100 ? i * 7 : random.nextInt(backup.length));
            assertThatThrownBy(() -> verify(cut)).isInstanceOf(DamagedBackupException.class);
        }
    }

    @Test
    void octetsBehindTheEnd_areSeen() {
        byte[] longer = Arrays.copyOf(backup, backup.length + 1);
        assertThatThrownBy(() -> verify(longer)).hasMessageContaining("more behind the end");
    }

    @Test
    void newerFormat_isRefusedByName() {
        byte[] newer = backup.clone();
        java.nio.ByteBuffer.wrap(newer).putInt(8, 2).putInt(16, BackupFile.crcOfHead(2, headBytes()));
        assertThatThrownBy(() -> verify(newer)).hasMessageContaining("format 2").hasMessageContaining("format 1");
    }

    @Test
    void noBackup_isSaidToBeNone() {
        assertThatThrownBy(() -> verify(new byte[1_000])).hasMessageContaining("no backup");
        assertThatThrownBy(() -> verify(new byte[0])).hasMessageContaining("truncated");
    }
}
