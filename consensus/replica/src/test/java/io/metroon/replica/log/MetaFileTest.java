package io.metroon.replica.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.consensus.Ballot;
import io.metroon.replica.disk.Checksum;
import io.metroon.replica.disk.MemoryDisk;
import io.metroon.replica.disk.SmallFile;
import io.metroon.replica.log.StoreRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MetaFileTest {
    private static final Meta FIRST = LogModel.META;
    private static final Meta SECOND = FIRST.with(FIRST.current(), new Ballot(5, 1));

    private final MemoryDisk disk = new MemoryDisk(128);

    @Test
    void written_comesBack() throws IOException {
        MetaFile file = MetaFile.format(disk, FIRST);
        assertThat(MetaFile.load(disk).meta()).isEqualTo(FIRST);
        file.write(SECOND);
        assertThat(MetaFile.load(disk).meta()).isEqualTo(SECOND);
        MetaFile.load(disk).write(FIRST);
        assertThat(MetaFile.load(disk).meta()).isEqualTo(FIRST);
    }

    @Test
    void unformatted_isRefusedByName() {
        assertRefused(disk, Reason.NOT_FORMATTED);
    }

    @Test
    void formattedTwice_isRefused() throws IOException {
        MetaFile.format(disk, FIRST);
        assertThatThrownBy(() -> MetaFile.format(disk, FIRST)).hasMessageContaining("formatted already");
    }

    @Test
    void anyFlippedOctetOfOneCopy_costsAtMostTheLastWrite() throws IOException {
        MetaFile file = MetaFile.format(disk, FIRST);
        file.write(SECOND);
        for (String copy : new String[] {"meta.a", "meta.b"}) {
            int length = SmallFile.read(disk, copy, 1 << 20).length;
            for (int offset = 0; offset < length; offset++) {
                MemoryDisk damaged = disk.copy();
                damaged.flip(copy, offset, 0x40);
                assertThat(MetaFile.load(damaged).meta()).isIn(FIRST, SECOND);
            }
        }
    }

    @Test
    void oneCopyCut_orMissing_costsAtMostTheLastWrite() throws IOException {
        MetaFile file = MetaFile.format(disk, FIRST);
        file.write(SECOND);
        for (String copy : new String[] {"meta.a", "meta.b"}) {
            int length = SmallFile.read(disk, copy, 1 << 20).length;
            for (int left = 0; left < length; left++) {
                MemoryDisk damaged = disk.copy();
                damaged.cut(copy, left);
                assertThat(MetaFile.load(damaged).meta()).isIn(FIRST, SECOND);
            }
            MemoryDisk missing = disk.copy();
            missing.delete(copy);
            assertThat(MetaFile.load(missing).meta()).isIn(FIRST, SECOND);
        }
    }

    @Test
    void bothCopiesDamaged_isRefusedByName() throws IOException {
        MetaFile.format(disk, FIRST);
        disk.flip("meta.a", 20, 1);
        disk.flip("meta.b", 30, 1);
        assertRefused(disk, Reason.META_DAMAGED);
    }

    @Test
    void newerFormat_isRefusedWithBothVersions() throws IOException {
        MetaFile.format(disk, FIRST);
        byte[] newer = SmallFile.read(disk, "meta.a", 1 << 20);
        ByteBuffer.wrap(newer).putInt(4, 7).putInt(newer.length - 4, 0);
        ByteBuffer.wrap(newer).putInt(newer.length - 4, Checksum.crc32c(newer, 0, newer.length - 4));
        SmallFile.replace(disk, "", "meta.a", newer);
        assertRefused(disk, Reason.NEWER_FORMAT);
        assertThatThrownBy(() -> MetaFile.load(disk))
                .hasMessageContaining("format 7")
                .hasMessageContaining("up to 1");
    }

    @Test
    void powerFailsAtAnyOperation_leavesTheOldOrTheNew() throws IOException {
        for (int at = 0; at < 12; at++) {
            for (boolean names : new boolean[] {false, true}) {
                MemoryDisk fresh = new MemoryDisk(128);
                MetaFile file = MetaFile.format(fresh, FIRST);
                fresh.failAfter(at);
                boolean done = write(file);
                int seed = at;
                Meta found = MetaFile.load(fresh.afterCrash(i -> (i + seed) % 2 == 0, names))
                        .meta();
                assertThat(found).isIn(done ? SECOND : FIRST, SECOND);
            }
        }
    }

    private static boolean write(MetaFile file) throws IOException {
        try {
            file.write(SECOND);
            return true;
        } catch (MemoryDisk.PowerFailure e) {
            return false;
        }
    }

    private static void assertRefused(MemoryDisk disk, Reason reason) {
        assertThatThrownBy(() -> MetaFile.load(disk))
                .isInstanceOfSatisfying(
                        StoreRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
