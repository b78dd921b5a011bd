package io.metroon.namespace;

import static io.metroon.namespace.Tester.change;
import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.delete;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.namespace.Stat.ContentState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files whose content is a list of chunks, and exact knowledge of which chunks are in one. */
class ChunkTest {
    private static final long DEADLINE = Tester.STAMP + 10_000;
    private static final long LINGER = Command.Reclaim.LINGER_MILLIS;

    private final Tester tester = new Tester();

    private static Chunk chunk(int number, int length, long deadlineMillis) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) number);
        return new Chunk(hash, length, deadlineMillis);
    }

    private static Chunk chunk(int number) {
        return chunk(number, 1_000 + number, DEADLINE);
    }

    private static Command.PutChunks put(String path, @Nullable UploadId upload, Chunk... chunks) {
        return new Command.PutChunks(path(path), upload, List.of(chunks), Attributes.NONE, Condition.NONE);
    }

    private static Attributes size(long size) {
        return new Attributes(null, null, null, null, null, size, Map.of(), null);
    }

    private UploadId stage(@Nullable UploadId upload, Chunk... chunks) {
        return ((Reply.Staged) tester.run(new Command.StageChunks(upload, List.of(chunks)))).upload();
    }

    private Reply.Chunked open(String path) {
        return (Reply.Chunked) tester.ask(new Query.GetContent(path(path)));
    }

    private List<Chunk> chunks(Reply.Chunked file) {
        List<Chunk> chunks = new ArrayList<>();
        long offset = 0;
        while (offset < file.stat().size()) {
            Reply.Extent extent = (Reply.Extent) tester.ask(new Query.GetExtent(file.number(), offset));
            assertThat(extent.start()).isEqualTo(offset);
            chunks.addAll(extent.chunks());
            offset += extent.chunks().stream().mapToLong(Chunk::length).sum();
        }
        return chunks;
    }

    private void pass(long millis) {
        for (long end = tester.stampMillis + millis; tester.stampMillis < end; ) {
            tester.stampMillis = Math.min(end, tester.stampMillis + 60_000);
            tester.must(new Command.Reclaim(1_000));
        }
    }

    @Test
    void aFileOfChunks_hasTheirLengthAndOrder() {
        Stat stat = tester.must(put("/f", null, chunk(1), chunk(2), chunk(1)));

        assertThat(stat.size()).isEqualTo(3_004);
        assertThat(stat.content()).isEqualTo(ContentState.CHUNKED);
        assertThat(tester.stat("/f").content()).isEqualTo(ContentState.CHUNKED);
        assertThat(chunks(open("/f"))).containsExactly(chunk(1), chunk(2), chunk(1));
        assertThat(tester.namespace.usage().bytes()).isEqualTo(3_004);
        assertThat(tester.held()).containsExactly(chunk(1), chunk(2));
    }

    @Test
    void aStagedUpload_showsOnlyWhenItIsComplete() {
        UploadId first = stage(null, chunk(1), chunk(2));
        assertThat(tester.names("/")).isEmpty();
        UploadId second = stage(first, chunk(3));
        tester.must(put("/f", second, chunk(4)));

        assertThat(chunks(open("/f"))).containsExactly(chunk(1), chunk(2), chunk(3), chunk(4));
        Reply.Extent inTheMiddle =
                (Reply.Extent) tester.ask(new Query.GetExtent(open("/f").number(), 2_003));
        assertThat(inTheMiddle).isEqualTo(new Reply.Extent(2_003, List.of(chunk(3))));
        Reply.Extent before =
                (Reply.Extent) tester.ask(new Query.GetExtent(open("/f").number(), 2_002));
        assertThat(before.start()).isZero();
        assertThat(tester.refused(put("/g", first)).code()).isEqualTo(ErrorCode.ESTALE);
        assertThat(tester.refused(put("/g", second)).code()).isEqualTo(ErrorCode.ESTALE);
    }

    @Test
    void aRefusedCompletion_leavesTheUploadAsItWas() {
        UploadId upload = stage(null, chunk(1));
        tester.must(Tester.directory("/d"));

        assertThat(tester.refused(put("/d", upload)).code()).isEqualTo(ErrorCode.EISDIR);
        tester.must(put("/f", upload));
        assertThat(chunks(open("/f"))).containsExactly(chunk(1));
    }

    @Test
    void aChunkAfterItsDeadline_isTakenOnlyWhileItIsHeld() {
        tester.must(put("/f", null, chunk(1)));
        pass(10_000);
        tester.must(put("/still", null, chunk(1)));
        pass(1);

        assertThat(tester.refused(put("/g", null, chunk(2))).code()).isEqualTo(ErrorCode.ESTALE);
        assertThat(tester.refused(new Command.StageChunks(null, List.of(chunk(2))))
                        .code())
                .isEqualTo(ErrorCode.ESTALE);
        tester.must(put("/copy", null, chunk(1)));
    }

    @Test
    void aDeadlineTooFarAhead_isRefused() {
        long far = Tester.STAMP + Chunk.LIFE_MILLIS_MAX;

        tester.must(put("/f", null, chunk(1, 5, far)));
        assertThat(tester.refused(put("/g", null, chunk(2, 5, far + 1))).code()).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void contentThatNoFileHas_lingersAndIsThenLetGo() {
        tester.must(put("/f", null, chunk(1), chunk(2)));
        Reply.Chunked old = open("/f");
        tester.must(put("/f", null, chunk(2), chunk(3)));
        pass(LINGER - 1);

        assertThat(chunks(old)).containsExactly(chunk(1), chunk(2));
        assertThat(tester.held()).containsExactly(chunk(1), chunk(2), chunk(3));
        pass(1);
        assertThat(tester.held()).containsExactly(chunk(2), chunk(3));
        assertThat(tester.namespace.holds(chunk(1))).isFalse();
        assertThat(tester.refused(new Query.GetExtent(old.number(), 0)).code()).isEqualTo(ErrorCode.ESTALE);
    }

    @Test
    void everyWayToLoseChunks_letsThemGo() {
        for (int i = 1; i <= 5; i++) {
            tester.must(put("/f" + i, null, chunk(i)));
        }
        tester.must(Tester.directory("/d"), put("/d/g", null, chunk(6)));
        tester.must(delete("/f1"), content("/f2", "inline"), change("/f3", size(0)));
        tester.must(Tester.rename("/f5", "/f4", Command.RenameMode.REPLACE), Tester.deleteAll("/d"));
        tester.stampMillis += LINGER;
        tester.reclaim();
        tester.stampMillis += LINGER;
        tester.reclaim();

        assertThat(tester.held()).containsExactly(chunk(5));
        assertThat(tester.read("/f2")).isEqualTo("inline");
        assertThat(tester.namespace.usage().bytes()).isEqualTo(1_005 + 6);
    }

    @Test
    void chunksOverInlineContent_replaceIt() {
        tester.must(content("/f", "inline"), put("/f", null, chunk(1)));

        assertThat(chunks(open("/f"))).containsExactly(chunk(1));
        assertThat(tester.namespace.usage().bytes()).isEqualTo(1_001);
    }

    @Test
    void chunksAreNeitherCutNorExtended() {
        tester.must(put("/f", null, chunk(1)));

        assertThat(tester.refused(change("/f", size(7))).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(change("/f", size(7_000))).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.must(change("/f", size(1_001))).content()).isEqualTo(ContentState.CHUNKED);
    }

    @Test
    void anUploadNobodyCompletes_isGivenUp() {
        UploadId upload = stage(null, chunk(1));
        pass(10_000);
        assertThat(tester.held()).containsExactly(chunk(1));
        pass(1);

        assertThat(tester.held()).isEmpty();
        assertThat(tester.refused(put("/f", upload)).code()).isEqualTo(ErrorCode.ESTALE);
    }

    @Test
    void manyChunks_areLetGoABoundedNumberAtATime() {
        UploadId upload = null;
        for (int extent = 0; extent < 3; extent++) {
            Chunk[] chunks = new Chunk[Extents.CHUNKS_MAX];
            for (int i = 0; i < chunks.length; i++) {
                byte[] hash = ByteBuffer.allocate(32).putInt(extent).putInt(i).array();
                chunks[i] = new Chunk(hash, 1, DEADLINE);
            }
            upload = stage(upload, chunks);
        }
        tester.must(put("/f", upload), delete("/f"));
        assertThat(tester.held()).hasSize(768);
        tester.stampMillis += LINGER;
        for (int minute = 1; minute < 10; minute++) {
            tester.must(new Command.Reclaim(1, LINGER));
        }
        assertThat(tester.held()).hasSize(768);

        tester.must(new Command.Reclaim(1, 0));
        assertThat(tester.held()).hasSize(512);
        tester.must(new Command.Reclaim(1, 0), new Command.Reclaim(1, 0), new Command.Reclaim(1, 0));
        assertThat(tester.held()).isEmpty();
    }

    @Test
    void illegalChunks_areRefused() {
        for (Chunk illegal : List.of(
                chunk(1, 0, DEADLINE), chunk(1, Chunk.BYTES_MAX + 1, DEADLINE), new Chunk(new byte[31], 1, DEADLINE))) {
            assertThat(tester.refused(put("/f", null, illegal)).code()).isEqualTo(ErrorCode.EINVAL);
        }
        assertThat(tester.refused(put("/f", null)).code()).isEqualTo(ErrorCode.EINVAL);
        tester.must(put("/f", null, chunk(1, Chunk.BYTES_MAX, DEADLINE)));
        assertThat(tester.refused(put("/g", null, chunk(1, 7, DEADLINE))).code())
                .isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void aSnapshot_carriesChunksAndUploads() throws IOException {
        UploadId upload = stage(null, chunk(1));
        tester.must(put("/f", null, chunk(2)), put("/g", null, chunk(3)), delete("/g"));
        Tester loaded = new Tester();
        loaded.load(tester.snapshot());

        assertThat(loaded.namespace.digest()).isEqualTo(tester.namespace.digest());
        assertThat(loaded.held()).containsExactly(chunk(1), chunk(2), chunk(3));
        loaded.stampMillis = tester.stampMillis;
        loaded.must(put("/h", upload));
    }

    @Test
    void theChunksOfASnapshot_areReadWithoutLoadingIt() throws IOException {
        tester.must(put("/f", null, chunk(2), chunk(1)));
        stage(null, chunk(3));
        List<Chunk> held = new ArrayList<>();
        Namespace.heldIn(new ByteArrayInputStream(tester.snapshot())).forEachRemaining(held::add);
        assertThat(held).containsExactly(chunk(1), chunk(2), chunk(3));
        assertThat(Namespace.heldIn(new ByteArrayInputStream(new Tester().snapshot())))
                .isExhausted();
    }

    @Test
    void aChunkIsGone_onlyWhenNobodyHoldsItAndItsDeadlineIsPast() {
        tester.must(put("/f", null, chunk(1)));
        assertThat(tester.namespace.isGone(chunk(2))).isFalse();
        pass(20_000);
        assertThat(tester.namespace.isGone(chunk(1))).isFalse();
        assertThat(tester.namespace.isGone(chunk(2))).isTrue();
        tester.must(delete("/f"));
        pass(LINGER + 60_000);
        assertThat(tester.namespace.isGone(chunk(1))).isTrue();
    }

    @Test
    void aSnapshotWithoutChunks_isTheSameAsBeforeThereWereAny() throws IOException {
        tester.must(put("/f", null, chunk(1)));
        int with = tester.snapshot().length;
        tester.must(delete("/f"));
        tester.stampMillis += LINGER;
        tester.reclaim();
        Tester never = new Tester();

        // Three tables with one row each, or none and no sections.
        assertThat(with - never.snapshot().length).isGreaterThan(2 * 17);
        assertThat(tester.snapshot()).hasSameSizeAs(never.snapshot());
    }

    @Test
    void aCopy_hasTheSameChunks_andKeepsThem() {
        tester.must(put("/f", null, chunk(1), chunk(2)));
        tester.must(new Command.Copy(path("/f"), true, path("/g"), false), delete("/f"));
        tester.stampMillis += LINGER;
        tester.reclaim();

        assertThat(chunks(open("/g"))).containsExactly(chunk(1), chunk(2));
        assertThat(tester.held()).containsExactly(chunk(1), chunk(2));
    }

    @Test
    void aPinnedRevision_stillTellsTheOldChunks() {
        tester.must(put("/f", null, chunk(1)));
        try (Pin pin = tester.namespace.pin()) {
            tester.must(put("/f", null, chunk(2)));
            tester.stampMillis += LINGER;
            tester.reclaim();
            Reply.Chunked old = (Reply.Chunked) tester.namespace
                    .query(new Query.GetContent(path("/f")), pin)
                    .reply();
            Query extent = new Query.GetExtent(old.number(), 0);

            assertThat(((Reply.Extent) tester.namespace.query(extent, pin).reply()).chunks())
                    .containsExactly(chunk(1));
            assertThat(tester.namespace.holds(chunk(1))).isFalse();
        }
    }

    @Test
    void aName_isReadBackOrRefused() {
        assertThat(Chunk.named(chunk(7).name(), 1_007)).isEqualTo(chunk(7));
        for (String name :
                List.of("", "x", chunk(7).name().toUpperCase(java.util.Locale.ROOT), chunk(7).name() + "0")) {
            assertThatThrownBy(() -> Chunk.named(name, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
