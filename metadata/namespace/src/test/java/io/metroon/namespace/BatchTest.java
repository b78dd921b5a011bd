package io.metroon.namespace;

import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Tester tester = new Tester();

    private static Command.Batch batch(Operation... operations) {
        return new Command.Batch(Stream.of(operations)
                .map(operation -> new Command.Keyed(operation, null))
                .toList());
    }

    private List<Reply> run(Command.Batch batch) {
        return ((Reply.Results) tester.run(batch))
                .items().stream().map(Reply.Result::reply).toList();
    }

    @Test
    void operations_areDecidedInOrderEachAlone() {
        List<Reply> replies = run(batch(
                directory("/d"),
                file("/d/f"),
                file("/d/f"),
                file("/x/y"),
                new Query.GetStat(path("/d/f"), true, false)));

        assertThat(replies.stream().map(Reply::getClass))
                .containsExactly(
                        Reply.Stated.class, Reply.Stated.class, Refusal.class, Refusal.class, Reply.Stated.class);
        assertThat(((Reply.Stated) replies.get(4)).stat().version()).isEqualTo(tester.namespace.revision());
    }

    @Test
    void listing_insideABatch_isWholeOrRefused() {
        tester.must(file("/a"), file("/b"));
        List<Reply> replies = run(batch(
                new Query.GetPage(FilePath.ROOT, 2, null, null),
                new Query.GetPage(FilePath.ROOT, 1, null, null),
                new Query.GetPage(FilePath.ROOT, 2, "cursor", null)));

        Reply.Listed listed = (Reply.Listed) replies.get(0);
        assertThat(listed.entries()).hasSize(2);
        assertThat(listed.revision()).isEqualTo(tester.namespace.revision());
        assertThat(((Refusal) replies.get(1)).code()).isEqualTo(ErrorCode.E2BIG);
        assertThat(((Refusal) replies.get(2)).code()).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void batch_hasABound() {
        List<Command.Keyed> thousand = Collections.nCopies(1_000, new Command.Keyed(file("/a"), null));
        List<Command.Keyed> more = Collections.nCopies(1_001, new Command.Keyed(file("/b"), null));

        assertThat(tester.run(new Command.Batch(thousand))).isInstanceOf(Reply.Results.class);
        assertThat(tester.refused(new Command.Batch(more)).code()).isEqualTo(ErrorCode.E2BIG);
        assertThat(tester.run(new Command.Batch(List.of()))).isEqualTo(new Reply.Results(List.of()));
    }

    @Test
    void replies_togetherHaveABound() {
        tester.must(content("/f", "x".repeat(64 << 10)));
        List<Command.Keyed> reads = Collections.nCopies(100, new Command.Keyed(new Query.GetContent(path("/f")), null));
        List<Reply> replies = run(new Command.Batch(reads));

        assertThat(replies.get(60)).isInstanceOf(Reply.Content.class);
        assertThat(((Refusal) replies.get(99)).code()).isEqualTo(ErrorCode.E2BIG);
    }

    @Test
    void batches_doNotNest() {
        assertThatThrownBy(() -> CommandCodec.encode(batch(batch()), null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("EINVAL");
        assertThatThrownBy(() -> CommandCodec.encode(batch(new Command.Reclaim(1)), null))
                .isInstanceOf(RefusedException.class);
    }
}
