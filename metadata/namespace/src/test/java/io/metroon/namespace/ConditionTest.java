package io.metroon.namespace;

import static io.metroon.namespace.Tester.bytes;
import static io.metroon.namespace.Tester.change;
import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.Condition.Tag;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Attributes MODE = new Attributes(0600, null, null, null, null, null, Map.of(), null);

    private final Tester tester = new Tester();

    private static Condition ifMatch(Tag... tags) {
        return new Condition(List.of(tags), null);
    }

    private static Condition ifNoneMatch(Tag... tags) {
        return new Condition(null, List.of(tags));
    }

    private static Tag tag(Stat stat) {
        return new Tag(stat.inode(), stat.version(), false);
    }

    private static Tag contentTag(Stat stat) {
        return new Tag(stat.inode(), stat.contentVersion(), true);
    }

    private static Command put(String path, Condition condition) {
        return new Command.PutContent(path(path), bytes("new"), Attributes.NONE, condition);
    }

    private static Command create(String path, Condition condition) {
        return new Command.Create(
                path(path), EntryType.FILE, null, false, Attributes.NONE, Command.IfExists.REFUSE, condition);
    }

    private static Command set(String path, Condition condition) {
        return new Command.SetAttributes(path(path), true, false, MODE, condition);
    }

    @Test
    void ifMatch_holdsForTheCurrentVersionOnly() {
        Stat first = tester.must(file("/f"));
        Stat second = tester.must(set("/f", ifMatch(tag(first))));

        Refusal refusal = tester.refused(set("/f", ifMatch(tag(first))));
        assertThat(refusal.code()).isEqualTo(ErrorCode.ECONDITION);
        assertThat(refusal.precondition()).isTrue();
        tester.must(set("/f", ifMatch(tag(first), tag(second))));
    }

    @Test
    void contentTags_changeWithBytesOnly() {
        Stat first = tester.must(content("/f", "a"));
        tester.must(change("/f", MODE));
        tester.must(put("/f", ifMatch(contentTag(first))));

        assertThat(tester.refused(put("/f", ifMatch(contentTag(first)))).code()).isEqualTo(ErrorCode.ECONDITION);
    }

    @Test
    void tagOfAnotherInode_doesNotMatch() {
        Stat old = tester.must(file("/f"));
        tester.must(Tester.delete("/f"), file("/f"));

        assertThat(tester.refused(set("/f", ifMatch(tag(old)))).code()).isEqualTo(ErrorCode.ECONDITION);
    }

    @Test
    void ifMatchAny_needsTheEntryToExist() {
        assertThat(tester.refused(put("/f", ifMatch(Tag.ANY))).code()).isEqualTo(ErrorCode.ECONDITION);
        tester.must(file("/f"), put("/f", ifMatch(Tag.ANY)));
        assertThat(tester.refused(create("/g", ifMatch(Tag.ANY))).code()).isEqualTo(ErrorCode.ECONDITION);
    }

    @Test
    void ifNoneMatchAny_onAnExistingEntry_isEexistOfAPrecondition() {
        tester.must(put("/f", ifNoneMatch(Tag.ANY)));

        Refusal put = tester.refused(put("/f", ifNoneMatch(Tag.ANY)));
        Refusal create = tester.refused(create("/f", ifNoneMatch(Tag.ANY)));
        assertThat(List.of(put.code(), create.code())).containsOnly(ErrorCode.EEXIST);
        assertThat(put.precondition()).isTrue();
        assertThat(create.precondition()).isTrue();
    }

    @Test
    void ifNoneMatch_withATag_refusesThatStateOnly() {
        Stat stat = tester.must(file("/f"));

        assertThat(tester.refused(set("/f", ifNoneMatch(tag(stat)))).code()).isEqualTo(ErrorCode.ECONDITION);
        tester.must(set("/f", ifNoneMatch(new Tag(stat.inode(), stat.version() + 1, false))));
    }

    @Test
    void delete_takesAConditionToo() {
        Stat stat = tester.must(file("/f"));

        assertThat(tester.refused(
                                new Command.Delete(path("/f"), false, false, ifMatch(new Tag(stat.inode(), 99, false))))
                        .code())
                .isEqualTo(ErrorCode.ECONDITION);
        tester.must(new Command.Delete(path("/f"), false, false, ifMatch(tag(stat))));
    }

    @Test
    void twoChangesAtOneRevision_haveTwoVersions() {
        Stat made = tester.must(file("/f"));
        Reply.Results results = (Reply.Results) tester.run(new Command.Batch(List.of(
                new Command.Keyed(change("/f", MODE), null),
                new Command.Keyed(set("/f", ifMatch(tag(made))), null),
                new Command.Keyed(change("/f", MODE), null))));

        Stat first = ((Reply.Stated) results.items().get(0).reply()).stat();
        Stat second = ((Reply.Stated) results.items().get(2).reply()).stat();
        assertThat(((Refusal) results.items().get(1).reply()).code()).isEqualTo(ErrorCode.ECONDITION);
        assertThat(second.version()).isGreaterThan(first.version());
        Stat later = tester.must(change("/f", MODE));
        assertThat(later.version()).isGreaterThan(second.version());
    }

    @Test
    void versionOfADirectory_growsWithItsNames() {
        Stat before = tester.must(directory("/d"));
        tester.must(file("/d/f"));

        assertThat(tester.refused(set("/d", ifMatch(tag(before)))).code()).isEqualTo(ErrorCode.ECONDITION);
    }
}
