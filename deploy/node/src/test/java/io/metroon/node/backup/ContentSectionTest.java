package io.metroon.node.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.content.Hashes;
import io.metroon.namespace.Chunk;
import io.metroon.replica.snapshot.BackupFile;
import io.metroon.replica.snapshot.DamagedBackupException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The content of a backup: what is read is what was written, all of it, or it is said not to be. */
class ContentSectionTest {
    private final List<Chunk> chunks = new ArrayList<>();
    private final byte[] section;

    ContentSectionTest() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (int length : new int[] {1, 300, 70_000}) {
            byte[] octets = new byte[length];
            new Random(length).nextBytes(octets);
            contents.add(octets);
        }
        contents.sort(Comparator.comparing(octets -> chunk(octets).name()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ContentSection.head(true));
        for (byte[] octets : contents) {
            chunks.add(chunk(octets));
            out.write(ContentSection.recordHead(chunk(octets)));
            out.write(octets);
        }
        out.write(ContentSection.trailer(3, 70_301));
        section = out.toByteArray();
    }

    private static Chunk chunk(byte[] octets) {
        return new Chunk(Hashes.of(octets), octets.length, 1_700_000_000_000L);
    }

    private static ContentReader.Contents read(byte[] octets, ContentReader.Sink sink) throws IOException {
        return new ContentReader(new ByteArrayInputStream(octets), 0, octets.length, BackupFile.Progress.NONE)
                .read(sink);
    }

    private static void refused(byte[] octets) {
        assertThatThrownBy(() -> read(octets, (chunk, content) -> {})).isInstanceOf(DamagedBackupException.class);
    }

    @Test
    void aWholeSection_givesItsChunks() throws IOException {
        List<Chunk> read = new ArrayList<>();
        ContentReader.Contents contents = read(section, (chunk, octets) -> {
            assertThat(chunk(octets)).isEqualTo(chunk);
            read.add(chunk);
        });
        assertThat(contents).isEqualTo(new ContentReader.Contents(true, 3, 70_301));
        assertThat(read).isEqualTo(chunks);
    }

    @Test
    void aSectionThatOnlyRefers_saysSo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ContentSection.head(false));
        out.write(ContentSection.trailer(0, 0));
        assertThat(read(out.toByteArray(), (chunk, octets) -> {}).carried()).isFalse();
    }

    @Test
    void anyFlippedBit_isSeen() {
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = section.clone();
            int offset = i < 200 ? i : damaged.length - 1 - random.nextInt(i < 300 ? 30 : damaged.length);
            damaged[offset] ^= (byte) (1 << random.nextInt(8));
            refused(damaged);
        }
    }

    @Test
    void anyTruncationOrAddition_isSeen() {
        Random random = new Random(6);
        for (int i = 0; i < 100; i++) {
            refused(Arrays.copyOf(section, i < 50 ? i : random.nextInt(section.length)));
        }
        refused(Arrays.copyOf(section, section.length + 1));
    }

    @Test
    void aChunkThatIsLeftOut_orThatNoFileHas_isNamed() throws IOException {
        for (Chunk lacking : chunks) {
            List<Chunk> carried = new ArrayList<>(chunks);
            carried.remove(lacking);
            assertThatThrownBy(() -> compare(chunks, carried)).hasMessageContaining("lacks chunk " + lacking);
            assertThatThrownBy(() -> compare(carried, chunks))
                    .hasMessageContaining("no file of it has chunk " + lacking);
        }
        compare(chunks, chunks);
        compare(List.of(), List.of());
    }

    private static void compare(List<Chunk> held, List<Chunk> carried) throws IOException {
        ContentMatch match = new ContentMatch(held.iterator(), (chunk, octets) -> {});
        for (Chunk chunk : carried) {
            match.accept(chunk, new byte[0]);
        }
        match.requireAll();
    }
}
