package io.metroon.namespace;

import static io.metroon.namespace.Tester.delete;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.link;
import static io.metroon.namespace.Tester.path;
import static io.metroon.namespace.Tester.rename;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.NamespaceService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private final Tester tester = new Tester();

    private void makeFiles(int count) {
        tester.must(directory("/d"));
        IntStream.range(0, count).forEach(i -> tester.must(file(String.format("/d/f%04d", i))));
    }

    private Answer page(int limit, @Nullable String cursor) {
        return tester.namespace.query(new Query.GetPage(path("/d"), limit, cursor, null));
    }

    private static Reply.Listed listed(Answer answer) {
        return (Reply.Listed) answer.reply();
    }

    private static List<String> names(Reply.Listed listed) {
        return listed.entries().stream().map(entry -> entry.name().toString()).toList();
    }

    @Test
    void listing_isInByteOrderWithAttributes() {
        tester.must(file("/b"), file("/B"), file("/a"), file("/\u00e4"), file("/a-"), directory("/z"));

        assertThat(tester.names("/")).containsExactly("B", "a", "a-", "b", "z", "\u00e4");
        Reply.Listed listed = (Reply.Listed) tester.ask(new Query.GetPage(FilePath.ROOT, 10, null, null));
        assertThat(listed.entries().get(4).stat().type()).isEqualTo(EntryType.DIRECTORY);
        assertThat(listed.entries().get(4).stat().path()).isEqualTo(path("/z"));
        assertThat(listed.cursor()).isNull();
    }

    @Test
    void aListingThatBeginsBehindAName_hasNoneBefore_whetherOrNotThereIsThatName() {
        makeFiles(600);

        for (String after : new String[] {"f0296", "f0296x"}) {
            Query.GetPage query = new Query.GetPage(path("/d"), 300, null, null, Name.of(after));
            Reply.Listed first = listed(tester.namespace.query(query));
            assertThat(names(first)).hasSize(300).startsWith("f0297").endsWith("f0596");
            Reply.Listed rest = listed(page(300, first.cursor()));
            assertThat(names(rest)).containsExactly("f0597", "f0598", "f0599");
        }
        Query.GetPage beyond = new Query.GetPage(path("/d"), 300, null, null, Name.of("g"));
        assertThat(listed(tester.namespace.query(beyond)).entries()).isEmpty();
    }

    @Test
    void pages_togetherShowTheFirstPagesRevision_whateverChangesMeanwhile() {
        makeFiles(1_000);
        List<String> expected = tester.names("/d");
        Answer answer = page(300, null);
        long revision = answer.revision();
        List<String> all = new ArrayList<>(names(listed(answer)));
        for (int i = 0; listed(answer).cursor() != null; i++) {
            tester.must(delete("/d/f0999".replace("999", "" + (900 + i))), file("/d/e" + i), file("/d/g" + i));
            tester.must(rename("/d/f0800".replace("800", "" + (800 + i)), "/d/f0" + i, Command.RenameMode.NOREPLACE));
            answer = page(300, listed(answer).cursor());
            assertThat(answer.revision()).isEqualTo(revision);
            assertThat(listed(answer).revision()).isEqualTo(revision);
            all.addAll(names(listed(answer)));
        }

        assertThat(all).isEqualTo(expected);
    }

    @Test
    void pages_goOnInADirectoryThatIsDeletedMeanwhile() {
        makeFiles(500);
        Answer first = page(300, null);
        tester.must(Tester.deleteAll("/d"));
        while (tester.namespace.hasReclaimable()) {
            tester.must(new Command.Reclaim(100));
        }

        assertThat(listed(page(300, listed(first).cursor())).entries()).hasSize(200);
    }

    @Test
    void cursor_canBeUsedAgain_withAnotherLimit() {
        makeFiles(500);
        String cursor = listed(page(300, null)).cursor();

        assertThat(listed(page(10, cursor)).entries()).hasSize(10);
        assertThat(names(listed(page(200, cursor)))).hasSize(200).startsWith("f0300");
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void exactlyFullPage_thatIsTheLast_hasNoCursor() {
        makeFiles(300);

        assertThat(listed(page(300, null)).cursor()).isNull();
        assertThat(listed(page(299, null)).cursor()).isNotNull();
        assertThat(tester.namespace.historyRows()).isZero();
    }

    @Test
    void cursor_isHeldForTenMinutes() {
        makeFiles(500);
        String cursor = listed(page(300, null)).cursor();
        tester.nanos.addAndGet(CursorPins.HELD_NANOS - 1);
        assertThat(page(300, cursor).reply()).isInstanceOf(Reply.Listed.class);
        tester.nanos.addAndGet(CursorPins.HELD_NANOS);

        assertThat(((Refusal) page(300, cursor).reply()).code()).isEqualTo(ErrorCode.ESTALE);
    }

    @Test
    void cursor_ofAnotherNode_isStale() {
        makeFiles(500);
        String cursor = listed(page(300, null)).cursor();
        Tester other = new Tester();
        other.must(directory("/d"));

        Query next = new Query.GetPage(path("/d"), 300, cursor, null);
        assertThat(other.refused(next).code()).isEqualTo(ErrorCode.ESTALE);
    }

    @Test
    void heldRevisions_areBounded_theOldestGoesFirst() {
        makeFiles(300);
        String oldest = listed(page(100, null)).cursor();
        String second = null;
        for (int i = 0; i < CursorPins.PINS_MAX; i++) {
            tester.must(file("/x" + i));
            String cursor = listed(page(100, null)).cursor();
            second = second == null ? cursor : second;
        }

        assertThat(((Refusal) page(100, oldest).reply()).code()).isEqualTo(ErrorCode.ESTALE);
        assertThat(page(100, second).reply()).isInstanceOf(Reply.Listed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "!!!", "AQAAAAAAAAAAAAAAAAAAAAA=="})
    void cursor_thatIsNone_isRefused(String cursor) {
        makeFiles(1);

        assertThat(((Refusal) page(10, cursor).reply()).code()).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void cursor_ofAnotherDirectory_isRefused() {
        makeFiles(500);
        String cursor = listed(page(300, null)).cursor();

        assertThat(tester.refused(new Query.GetPage(FilePath.ROOT, 10, cursor, null))
                        .code())
                .isEqualTo(ErrorCode.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void limit_outsideOneToTenThousand_isRefused(int limit) {
        makeFiles(1);

        assertThat(((Refusal) page(limit, null).reply()).code()).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void listing_followsALinkAndRefusesAFile() {
        tester.must(directory("/d"), file("/d/f"), link("/l", "d"), file("/f"));

        assertThat(tester.names("/l")).containsExactly("f");
        assertThat(tester.refused(new Query.GetPage(path("/f"), 10, null, null)).code())
                .isEqualTo(ErrorCode.ENOTDIR);
        assertThat(tester.refused(new Query.GetPage(path("/x"), 10, null, null)).code())
                .isEqualTo(ErrorCode.ENOENT);
    }

    @Test
    void glob_mayChangeBetweenPages_andAPageMayBeEmptyButNotTheLast() {
        makeFiles(600);
        Query.GetPage some = new Query.GetPage(path("/d"), 3, null, "f00[0-1]?");
        Reply.Listed first = (Reply.Listed) tester.ask(some);
        assertThat(names(first)).containsExactly("f0000", "f0001", "f0002");
        Reply.Listed rest = (Reply.Listed) tester.ask(new Query.GetPage(path("/d"), 1_000, first.cursor(), "*9"));

        assertThat(names(rest)).hasSize(60).startsWith("f0009");
    }

    @Test
    void entryBeyondTheLongestPath_isListedUnderItsDirectory() {
        StringBuilder top = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            top.append('/').append("n".repeat(199));
        }
        tester.must(new Command.Create(
                path(top.toString()),
                EntryType.DIRECTORY,
                null,
                true,
                Attributes.NONE,
                Command.IfExists.REFUSE,
                Condition.NONE));
        tester.must(link("/short", top.toString()), file("/short/" + "x".repeat(200)));

        Reply.Listed listed = (Reply.Listed) tester.ask(new Query.GetPage(path(top.toString()), 10, null, null));
        assertThat(listed.entries().get(0).name().length()).isEqualTo(200);
        assertThat(listed.entries().get(0).stat().path()).isEqualTo(path(top.toString()));
    }
}
