package io.metroon.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.content.ContentStore.Scrub;
import io.metroon.content.ContentStore.Sweep;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.namespace.Chunk;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every content store keeps to, whatever it is made of. A store with one copy of each chunk is tested. */
public abstract class ContentStoreContract {
    /** The deadline of the chunks here. */
    protected static final long DEADLINE = 1_700_000_000_000L;

    private static final int BLOCK = ChunkFormat.BLOCK_BYTES;
    private static final long PATIENCE_SECONDS = 120;

    private final HeldByTest holdings = new HeldByTest();

    /** For the tests of a store. */
    protected ContentStoreContract() {}

    /** The store, which is empty when a test begins. */
    protected abstract ContentStore store();

    /** Replaces the file of a chunk behind the store's back. */
    protected abstract void replace(Chunk chunk, byte[] file) throws IOException;

    /** Deletes the file of a chunk behind the store's back. */
    protected abstract void lose(Chunk chunk) throws IOException;

    /** Random octets, the same ones for the same length. */
    protected static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    /** The chunk of these octets. */
    protected static Chunk chunk(byte[] octets) {
        return new Chunk(Hashes.of(octets), octets.length, DEADLINE);
    }

    /** Waits for a stage. */
    protected static <T> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (ContentStoreException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What a stage fails with. */
    protected static Kind failure(CompletionStage<?> stage) throws IOException {
        try {
            await(stage);
        } catch (ContentStoreException e) {
            return e.kind();
        }
        throw new AssertionError("it did not fail");
    }

    private Chunk kept(int length) throws IOException {
        Chunk chunk = chunk(octets(length));
        await(store().put(chunk, octets(length)));
        return chunk;
    }

    private Sweep sweep(Chunk chunk) throws IOException {
        return store().sweep(chunk.hash()[0] & 0xFF, holdings);
    }

    private Scrub scrub(Chunk chunk) throws IOException {
        return store().scrub(chunk.hash()[0] & 0xFF, holdings, octets -> {});
    }

    private boolean isKept(Chunk chunk) throws IOException {
        try {
            await(store().read(chunk, 0, 1));
            return true;
        } catch (ContentStoreException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7, Chunk.BYTES_MAX})
    void everyPartOfAChunk_isReadAsItWasPut(int length) throws IOException {
        Chunk chunk = kept(length);
        byte[] octets = octets(length);
        Random random = new Random(length);
        for (int i = 0; i < 12; i++) {
            int offset = random.nextInt(length);
            int part = 1 + random.nextInt(Math.min(length - offset, ContentStore.READ_BYTES_MAX));

            assertThat(await(store().read(chunk, offset, part)))
                    .isEqualTo(Arrays.copyOfRange(octets, offset, offset + part));
        }
        assertThat(await(store().read(chunk, length - 1, 1))).containsExactly(octets[length - 1]);
    }

    @Test
    void aPutThatIsRepeated_changesNothing() throws IOException {
        Chunk chunk = kept(BLOCK + 9);
        kept(BLOCK + 9);
        holdings.hold(chunk);

        assertThat(await(store().read(chunk, BLOCK, 9)))
                .isEqualTo(Arrays.copyOfRange(octets(BLOCK + 9), BLOCK, BLOCK + 9));
        assertThat(sweep(chunk)).isEqualTo(Sweep.KEPT);
    }

    @Test
    void aChunkThatIsNotThere_isMissing() throws IOException {
        Chunk chunk = chunk(octets(5));
        assertThat(failure(store().read(chunk, 0, 5))).isEqualTo(Kind.MISSING);

        Chunk lost = kept(6);
        lose(lost);
        assertThat(failure(store().read(lost, 0, 6))).isEqualTo(Kind.MISSING);
        holdings.hold(lost);
        assertThat(sweep(lost)).isEqualTo(Sweep.MISSING);
        assertThat(scrub(lost)).isEqualTo(new Scrub(0, 0, 1));
    }

    @Test
    void aFlippedBit_isDamageInItsBlockOnly_untilTheChunkIsPutAgain() throws IOException {
        Chunk chunk = kept(2 * BLOCK);
        byte[] file = ChunkFormat.encode(chunk, octets(2 * BLOCK));
        file[file.length - 10] ^= 1;
        replace(chunk, file);
        holdings.hold(chunk);

        assertThat(await(store().read(chunk, 0, BLOCK))).isEqualTo(Arrays.copyOf(octets(2 * BLOCK), BLOCK));
        assertThat(isKept(chunk)).isTrue();
        assertThat(scrub(chunk)).isEqualTo(new Scrub(0, 0, 1));
        kept(2 * BLOCK);
        assertThat(scrub(chunk)).isEqualTo(new Scrub(1, 0, 0));
    }

    @Test
    void aFileCutShort_isDamage() throws IOException {
        Chunk chunk = kept(2 * BLOCK);
        byte[] file = ChunkFormat.encode(chunk, octets(2 * BLOCK));
        replace(chunk, Arrays.copyOf(file, file.length - 1));
        holdings.hold(chunk);

        assertThat(sweep(chunk).missing()).isEqualTo(1);
        assertThat(scrub(chunk)).isEqualTo(new Scrub(0, 0, 1));
        replace(chunk, Arrays.copyOf(file, 100));
        assertThat(failure(store().read(chunk, BLOCK, 10))).isNotEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aSweep_deletesWhatIsGoneAndNothingElse() throws IOException {
        Chunk held = kept(100);
        Chunk left = kept(200);
        holdings.hold(held);
        assertThat(sweep(held).kept()).isEqualTo(1);
        assertThat(sweep(left)).isEqualTo(Sweep.waiting(left));
        assertThat(isKept(left)).isTrue();

        holdings.clock(DEADLINE);
        assertThat(sweep(left)).isEqualTo(Sweep.waiting(left));
        holdings.clock(DEADLINE + 1);
        assertThat(sweep(left)).isEqualTo(Sweep.DELETED);
        assertThat(sweep(held)).isEqualTo(Sweep.KEPT);
        assertThat(isKept(left)).isFalse();
        assertThat(isKept(held)).isTrue();

        holdings.letGo(held);
        assertThat(sweep(held)).isEqualTo(Sweep.DELETED);
        assertThat(sweep(held)).isEqualTo(Sweep.NONE);
    }

    /** What the test says of the namespace. */
    protected HeldByTest holdings() {
        return holdings;
    }
}
