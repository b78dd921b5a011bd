package io.metroon.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metroon.content.ContentStoreException.Kind;
import io.metroon.namespace.Chunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks as files: what is read is what was put, or it is said not to be. */
class ChunkDirectoryTest {
    private static final int BLOCK = ChunkFormat.BLOCK_BYTES;

    @TempDir
    Path temporary;

    private ChunkDirectory directory;

    @BeforeEach
    void open() throws IOException {
        directory = ChunkDirectory.open(temporary.resolve("content"));
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private static Chunk chunk(byte[] octets) {
        return new Chunk(Hashes.of(octets), octets.length, 1_700_000_000_000L);
    }

    private Chunk written(int length) throws IOException {
        Chunk chunk = chunk(octets(length));
        directory.write(chunk, octets(length));
        return chunk;
    }

    private Path file(Chunk chunk) {
        return temporary
                .resolve("content")
                .resolve(chunk.name().substring(0, 2))
                .resolve(chunk.name());
    }

    private static void fails(Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(ContentStoreException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7, Chunk.BYTES_MAX})
    void everyPartOfAChunk_isReadAsItWasPut(int length) throws IOException {
        Chunk chunk = written(length);
        byte[] octets = octets(length);

        assertThat(directory.has(chunk)).isTrue();
        assertThat(directory.readWhole(chunk)).isEqualTo(octets);
        assertThat(Files.size(file(chunk))).isEqualTo(ChunkFormat.fileBytes(length));
        Random random = new Random(length);
        for (int i = 0; i < 50; i++) {
            int offset = random.nextInt(length);
            int part = 1 + random.nextInt(Math.min(length - offset, ContentStore.READ_BYTES_MAX));
            assertThat(directory.read(chunk, offset, part))
                    .isEqualTo(Arrays.copyOfRange(octets, offset, offset + part));
        }
        assertThat(directory.list(chunk.hash()[0] & 0xFF)).containsExactly(chunk);
    }

    @Test
    void anyFlippedBit_isDamage() throws IOException {
        Chunk chunk = written(2 * BLOCK + 100);
        byte[] sound = Files.readAllBytes(file(chunk));
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] rotten = sound.clone();
            rotten[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(chunk), rotten);
            assertThat(directory.isSound(chunk)).isFalse();
        }
        directory.write(chunk, octets(2 * BLOCK + 100));
        assertThat(directory.isSound(chunk)).isTrue();
    }

    @Test
    void damageInOneBlock_leavesTheOthersReadable() throws IOException {
        Chunk chunk = written(3 * BLOCK);
        byte[] file = Files.readAllBytes(file(chunk));
        file[ChunkFormat.HEADER_BYTES + BLOCK + 4 + 10] ^= 1;
        Files.write(file(chunk), file);

        assertThat(directory.read(chunk, 0, BLOCK)).hasSize(BLOCK);
        assertThat(directory.read(chunk, 2 * BLOCK, BLOCK)).hasSize(BLOCK);
        fails(Kind.DAMAGED, () -> directory.read(chunk, BLOCK - 1, 2));
        fails(Kind.DAMAGED, () -> directory.readWhole(chunk));
    }

    @Test
    void aFileCutShortOrUnderAnothersName_isDamage() throws IOException {
        Chunk chunk = written(BLOCK + 5);
        Chunk other = chunk(octets(BLOCK + 6));
        byte[] file = Files.readAllBytes(file(chunk));
        Files.write(file(chunk), Arrays.copyOf(file, file.length - 1));
        assertThat(directory.has(chunk)).isFalse();
        fails(Kind.DAMAGED, () -> directory.read(chunk, 0, 1));

        Chunk sameLength = new Chunk(other.hash(), BLOCK + 5, 1);
        Files.write(file(sameLength), file);
        fails(Kind.DAMAGED, () -> directory.read(sameLength, 0, 1));
    }

    @Test
    void aChunkThatIsNotThere_isMissing() {
        Chunk chunk = chunk(octets(5));

        fails(Kind.MISSING, () -> directory.read(chunk, 0, 5));
        fails(Kind.MISSING, () -> directory.readWhole(chunk));
    }

    @Test
    void whatACrashLeftUnfinished_goesAtTheNextOpening() throws IOException {
        Chunk chunk = written(100);
        Path unfinished = temporary.resolve("content/unfinished/" + chunk.name() + ".1");
        Files.write(unfinished, new byte[10]);
        directory = ChunkDirectory.open(temporary.resolve("content"));

        assertThat(unfinished).doesNotExist();
        assertThat(directory.isSound(chunk)).isTrue();
    }

    @Test
    void somebodyElsesFile_isNoChunk() throws IOException {
        Chunk chunk = written(100);
        Files.write(file(chunk).resolveSibling("README"), new byte[10]);

        assertThat(directory.list(chunk.hash()[0] & 0xFF)).containsExactly(chunk);
        assertThat(directory.delete(chunk)).isTrue();
        assertThat(directory.delete(chunk)).isFalse();
    }
}
