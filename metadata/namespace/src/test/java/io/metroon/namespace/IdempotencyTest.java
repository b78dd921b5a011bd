package io.metroon.namespace;

import static io.metroon.namespace.Tester.bytes;
import static io.metroon.namespace.Tester.delete;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.NamespaceService.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private static final long LIFE = 10_000;

    private final Tester tester = new Tester(new Limits(64, 64, 64, 40, 100, 3, LIFE));

    private void letTimePass(long millis) {
        for (long left = millis; left > 0; left -= LogClock.STEP_MILLIS_MAX) {
            tester.stampMillis += Math.min(left, LogClock.STEP_MILLIS_MAX);
            tester.namespace.advance(tester.namespace.revision() + 1, tester.stampMillis);
        }
    }

    @Test
    void secondUse_answersTheFirstReplyWithItsRevision() {
        Answer first = tester.apply(file("/a"), key("k"));
        tester.must(delete("/a"));
        Answer second = tester.apply(file("/a"), key("k"));

        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(second.revision()).isEqualTo(first.revision());
        assertThat(((Reply.Stated) second.reply()).stat().inode())
                .isEqualTo(((Reply.Stated) first.reply()).stat().inode());
        assertThat(tester.exists("/a")).isFalse();
    }

    @Test
    void refusals_areReplayedToo() {
        Answer first = tester.apply(file("/no/a"), key("k"));
        tester.must(directory("/no"));
        Answer second = tester.apply(file("/no/a"), key("k"));

        assertThat(second.reply()).isEqualTo(first.reply());
        assertThat(second.replayed()).isTrue();
        assertThat(tester.exists("/no/a")).isFalse();
    }

    @Test
    void sameKeyWithAnotherRequest_isRefusedAndTheFirstStays() {
        tester.apply(file("/a"), key("k"));
        Answer other = tester.apply(file("/b"), new IdempotencyKey("", "k", bytes("another")));

        assertThat(((Refusal) other.reply()).code()).isEqualTo(ErrorCode.EKEYREUSED);
        assertThat(tester.apply(file("/a"), key("k")).replayed()).isTrue();
    }

    @Test
    void sameKeyOfAnotherUser_isAnotherKey() {
        tester.apply(file("/a"), key("k"));
        Answer other = tester.apply(file("/b"), new IdempotencyKey("user", "k", bytes("fingerprint")));

        assertThat(other.reply()).isInstanceOf(Reply.Stated.class);
    }

    @Test
    void fullTable_refusesNewKeysAndKeepsNothingOfThem() {
        List.of("1", "2", "3").forEach(i -> tester.apply(file("/f" + i), key("k" + i)));
        StateDigest before = tester.namespace.digest();
        Answer full = tester.apply(file("/f4"), key("k4"));

        assertThat(((Refusal) full.reply()).code()).isEqualTo(ErrorCode.EKEYSFULL);
        assertThat(tester.exists("/f4")).isFalse();
        assertThat(tester.namespace.digest().digest()).isEqualTo(before.digest());
        assertThat(tester.apply(file("/f1"), key("k1")).replayed()).isTrue();
        tester.must(file("/without-key"));

        letTimePass(LIFE);
        assertThat(tester.apply(file("/f4"), key("k4")).reply()).isInstanceOf(Reply.Stated.class);
    }

    @Test
    void key_livesUntilItsLifeIsOver_byTheLogClock() {
        tester.apply(file("/a"), key("k"));
        letTimePass(LIFE - 1);
        assertThat(tester.apply(file("/a"), key("k")).replayed()).isTrue();
        letTimePass(1);
        Answer fresh = tester.apply(file("/a"), key("k"));

        assertThat(fresh.replayed()).isFalse();
        assertThat(((Refusal) fresh.reply()).code()).isEqualTo(ErrorCode.EEXIST);
    }

    @Test
    void jumpOfALeadersClock_doesNotExpireKeysAtOnce() {
        tester.apply(file("/a"), key("k"));
        tester.stampMillis += 100 * LIFE;

        assertThat(tester.apply(file("/a"), key("k")).replayed()).isTrue();
    }

    @Test
    void housekeeping_catchesUpWithTheTimeAndFreesExpiredKeys() {
        tester.apply(file("/a"), key("k"));
        assertThat(tester.namespace.hasReclaimable()).isFalse();
        tester.stampMillis += 100 * LIFE;
        tester.namespace.advance(tester.namespace.revision() + 1, tester.stampMillis);
        assertThat(tester.namespace.hasReclaimable()).isTrue();

        tester.must(new Command.Reclaim(10));
        assertThat(tester.namespace.hasReclaimable()).isFalse();
        assertThat(tester.keys()).isZero();
    }

    @Test
    void batchItems_haveKeysOfTheirOwn() {
        Command.Batch batch = new Command.Batch(List.of(
                new Command.Keyed(file("/a"), key("a")),
                new Command.Keyed(file("/b"), null),
                new Command.Keyed(file("/a"), key("a"))));
        Reply.Results first = (Reply.Results) tester.run(batch);
        Reply.Results second = (Reply.Results) tester.run(batch);

        assertThat(first.items().stream().map(Reply.Result::replayed)).containsExactly(false, false, true);
        assertThat(second.items().stream().map(Reply.Result::replayed)).containsExactly(true, false, true);
        assertThat(((Refusal) second.items().get(1).reply()).code()).isEqualTo(ErrorCode.EEXIST);
    }

    @Test
    void wholeBatch_isReplayedAsOne() {
        Command.Batch batch = new Command.Batch(List.of(
                new Command.Keyed(file("/a"), null),
                new Command.Keyed(new Query.GetStat(FilePath.ROOT, true, false), null),
                new Command.Keyed(new Query.GetPage(FilePath.ROOT, 10, null, null), null),
                new Command.Keyed(Tester.content("/c", "c"), null),
                new Command.Keyed(new Query.GetContent(Tester.path("/c")), null),
                new Command.Keyed(delete("/a"), null)));
        Answer first = tester.apply(batch, key("batch"));
        Answer second = tester.apply(batch, key("batch"));

        assertThat(second.replayed()).isTrue();
        assertThat(ReplyCodec.encode(second.reply())).isEqualTo(ReplyCodec.encode(first.reply()));
        assertThat(((Reply.Results) second.reply()).items()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "\u00e4", "\u007f"})
    void keys_otherThanVisibleAscii_areRefused(String key) {
        Answer answer = tester.apply(file("/a"), key(key));

        assertThat(((Refusal) answer.reply()).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.exists("/a")).isFalse();
    }

    @Test
    void keys_have255CharactersAtMost() {
        assertThat(tester.apply(file("/a"), key("k".repeat(255))).reply()).isInstanceOf(Reply.Stated.class);
        assertThat(tester.apply(file("/b"), key("k".repeat(256))).reply()).isInstanceOf(Refusal.class);
    }
}
