package io.metroon.replica.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest {
    private final RealDisk disk;

    RealDiskTest(@TempDir Path root) throws IOException {
        this.disk = new RealDisk(root.resolve("data"));
    }

    @Test
    void writtenOctets_areReadAtTheirPlace() throws IOException {
        try (DiskFile file = disk.create("a")) {
            file.write(10, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            file.sync();
            ByteBuffer into = ByteBuffer.allocate(8);
            assertThat(file.read(9, into)).isEqualTo(4);
            assertThat(into.array()).containsExactly(0, 1, 2, 3, 0, 0, 0, 0);
            assertThat(file.read(13, ByteBuffer.allocate(1))).isZero();
            assertThat(file.size()).isEqualTo(13);
        }
    }

    @Test
    void setSize_cutsAndExtendsWithZeros() throws IOException {
        try (DiskFile file = disk.create("a")) {
            file.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            file.setSize(1);
            file.setSize(4);
            ByteBuffer into = ByteBuffer.allocate(4);
            file.read(0, into);
            assertThat(into.array()).containsExactly(1, 0, 0, 0);
        }
    }

    @Test
    void createReplaces_renameReplaces_deleteTakesTrees() throws IOException {
        disk.createDirectories("d/e");
        SmallFile.write(disk, "d/e/a", new byte[] {1});
        SmallFile.write(disk, "d/e/b", new byte[] {2});
        disk.rename("d/e/a", "d/e/b");
        assertThat(SmallFile.read(disk, "d/e/b", 10)).containsExactly(1);
        assertThat(disk.list("d/e")).containsExactly("b");
        disk.syncDirectory("d/e");
        disk.syncDirectory("");
        disk.delete("d");
        assertThat(disk.exists("d")).isFalse();
        disk.delete("d");
        assertThat(disk.list("d")).isEmpty();
        assertThat(disk.freeBytes()).isPositive();
    }

    @Test
    void missingFile_isNotCreatedByOpening() {
        assertThatThrownBy(() -> disk.openForReading("x")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.openForWriting("x")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void nameOutsideTheRoot_isRefused() {
        assertThatThrownBy(() -> disk.create("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fullDisk_isTold_byTheSystemsWords() {
        assertThat(RealDisk.named("a", new IOException("No space left on device")))
                .isInstanceOf(NoSpaceException.class);
        assertThat(RealDisk.named("a", new IOException("Disk quota exceeded"))).isInstanceOf(NoSpaceException.class);
        assertThat(RealDisk.named("a", new IOException("Input/output error"))).isNotInstanceOf(NoSpaceException.class);
    }
}
