package io.metroon.namespace;

import static io.metroon.namespace.Command.RenameMode.EXCHANGE;
import static io.metroon.namespace.Command.RenameMode.NOREPLACE;
import static io.metroon.namespace.Command.RenameMode.REPLACE;
import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.link;
import static io.metroon.namespace.Tester.path;
import static io.metroon.namespace.Tester.rename;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RenameTest {
    private final Tester tester = new Tester();

    @Test
    void rename_movesAFileWithInodeAndContent() {
        Stat before = tester.must(directory("/d"), content("/f", "x"));
        Stat after = tester.must(rename("/f", "/d/g", NOREPLACE));

        assertThat(after.inode()).isEqualTo(before.inode());
        assertThat(after.version()).isGreaterThan(before.version());
        assertThat(after.contentVersion()).isEqualTo(before.contentVersion());
        assertThat(after.path()).isEqualTo(path("/d/g"));
        assertThat(tester.read("/d/g")).isEqualTo("x");
        assertThat(tester.exists("/f")).isFalse();
    }

    @Test
    void rename_ofADirectory_takesItsEntriesAlong() {
        tester.must(directory("/a"), directory("/a/b"), file("/a/b/c"), directory("/z"));
        tester.must(rename("/a", "/z/a", NOREPLACE));

        assertThat(tester.names("/z/a/b")).containsExactly("c");
        assertThat(tester.names("/")).containsExactly("z");
    }

    @Test
    void rename_changesBothParents() {
        tester.must(directory("/a"), directory("/b"), file("/a/f"));
        long a = tester.stat("/a").version();
        long b = tester.stat("/b").version();
        tester.must(rename("/a/f", "/b/f", NOREPLACE));

        assertThat(tester.stat("/a").version()).isGreaterThan(a);
        assertThat(tester.stat("/b").version()).isGreaterThan(b);
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLACE", "NOREPLACE"})
    void rename_directoryIntoItsOwnChild_isRefused(Command.RenameMode mode) {
        tester.must(directory("/a"), directory("/a/b"), directory("/a/b/c"));

        assertThat(tester.refused(rename("/a", "/a/b/c/a", mode)).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(rename("/a", "/a/x", mode)).code()).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void rename_directoryIntoItselfThroughALink_isRefused() {
        tester.must(directory("/a"), directory("/a/b"), link("/l", "a/b"));

        assertThat(tester.refused(rename("/a", "/l/a", NOREPLACE)).code()).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void exchange_ofADirectoryWithItsOwnChild_isRefusedEitherWay() {
        tester.must(directory("/a"), directory("/a/b"));

        assertThat(tester.refused(rename("/a", "/a/b", EXCHANGE)).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(rename("/a/b", "/a", EXCHANGE)).code()).isEqualTo(ErrorCode.EINVAL);
    }

    @ParameterizedTest
    @CsvSource({
        "/file, /empty, EISDIR",
        "/empty, /file, ENOTDIR",
        "/empty, /full, ENOTEMPTY",
        "/file, /full, EISDIR",
        "/full, /file, ENOTDIR",
        "/link, /empty, EISDIR",
        "/full/f, /full, EISDIR",
        "/nothing, /file, ENOENT",
        "/file, /nothing/x, ENOENT",
        "/file, /file/x, ENOTDIR",
        "/, /x, EBUSY",
        "/file, /, EBUSY"
    })
    void rename_whatPosixForbids_isRefused(String from, String to, ErrorCode code) {
        tester.must(directory("/empty"), directory("/full"), file("/full/f"), file("/file"), link("/link", "file"));

        assertThat(tester.refused(rename(from, to, REPLACE)).code()).isEqualTo(code);
    }

    @Test
    void replace_ofAFile_freesIt() {
        tester.must(content("/a", "aaa"), content("/b", "b"));
        tester.must(rename("/b", "/a", REPLACE));

        assertThat(tester.read("/a")).isEqualTo("b");
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(1, 1, 0, 1));
    }

    @Test
    void replace_ofAnEmptyDirectoryByADirectory_isDone() {
        tester.must(directory("/a"), directory("/b"), file("/b/f"));
        tester.must(rename("/b", "/a", REPLACE));

        assertThat(tester.names("/a")).containsExactly("f");
        assertThat(tester.namespace.usage().directories()).isEqualTo(2);
    }

    @Test
    void replace_ofASymlink_leavesWhatItLedTo() {
        tester.must(content("/target", "t"), link("/l", "target"), content("/f", "f"));
        tester.must(rename("/f", "/l", REPLACE));

        assertThat(tester.read("/l")).isEqualTo("f");
        assertThat(tester.read("/target")).isEqualTo("t");
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLACE", "EXCHANGE"})
    void rename_ontoItself_changesNothing(Command.RenameMode mode) {
        Stat before = tester.must(file("/a"));

        assertThat(tester.must(rename("/a", "/a", mode)).version()).isEqualTo(before.version());
    }

    @Test
    void noreplace_ontoItself_isRefusedAsOnLinux() {
        tester.must(file("/a"));

        assertThat(tester.refused(rename("/a", "/a", NOREPLACE)).code()).isEqualTo(ErrorCode.EEXIST);
    }

    @Test
    void exchange_swapsEntriesOfAnyTypes() {
        tester.must(directory("/d"), directory("/d/sub"), file("/d/sub/x"), content("/f", "f"));
        tester.must(rename("/d/sub", "/f", EXCHANGE));

        assertThat(tester.read("/d/sub")).isEqualTo("f");
        assertThat(tester.names("/f")).containsExactly("x");
        assertThat(tester.refused(rename("/f", "/nothing", EXCHANGE)).code()).isEqualTo(ErrorCode.ENOENT);
    }

    @Test
    void exchange_ofDirectories_movesWhereDotDotLeads() {
        tester.must(directory("/a"), directory("/a/x"), directory("/b"), directory("/b/y"));
        tester.must(content("/a/f", "in a"), content("/b/f", "in b"), link("/a/x/up", "../f"));
        tester.must(rename("/a/x", "/b/y", EXCHANGE));

        assertThat(tester.read("/b/y/up")).isEqualTo("in b");
    }

    @Test
    void rename_withVersions_needsBothToHold() {
        Stat a = tester.must(file("/a"));
        Stat b = tester.must(file("/b"));

        assertThat(tester.refused(new Command.Rename(path("/a"), path("/b"), REPLACE, a.version() + 1, null))
                        .code())
                .isEqualTo(ErrorCode.ECONDITION);
        assertThat(tester.refused(new Command.Rename(path("/a"), path("/b"), REPLACE, null, a.version()))
                        .precondition())
                .isTrue();
        assertThat(tester.refused(new Command.Rename(path("/a"), path("/c"), REPLACE, null, 1L))
                        .code())
                .isEqualTo(ErrorCode.ECONDITION);
        tester.must(new Command.Rename(path("/a"), path("/b"), REPLACE, a.version(), b.version()));
    }

    @Test
    void rename_ofADirectoryBelowTheDeepestLevel_isRefused() {
        tester.must(deep("/x", 1023), directory("/d"));
        FilePath bottom = deepPath("/x", 1023);
        tester.must(new Command.Rename(path("/d"), bottom.child(Name.of("d")), NOREPLACE, null, null));
        tester.must(link("/bottom", bottom.toString()), directory("/e"));

        Refusal refusal = tester.refused(rename("/e", "/bottom/d/e", NOREPLACE));
        assertThat(refusal.code()).isEqualTo(ErrorCode.ENAMETOOLONG);
    }

    @Test
    void rename_ofADeepTree_mayPutItsEntriesBeyondReach_whereALinkStillLeads() {
        tester.must(
                deep("/x", 1000),
                deep("/y", 500),
                content(deepPath("/y", 500).child(Name.of("f")).toString(), "f"));
        FilePath to = deepPath("/x", 1000).child(Name.of("y"));
        tester.must(new Command.Rename(path("/y"), to, NOREPLACE, null, null));
        tester.must(link("/way", to.toString()));

        FilePath tail = deepPath("/y", 500);
        FilePath through = path("/way" + tail.toString().substring(2) + "/f");
        assertThat(tester.ask(new Query.GetContent(through))).isInstanceOf(Reply.Content.class);
    }

    private static FilePath deepPath(String top, int depth) {
        return path(top + "/n".repeat(depth - 1));
    }

    private static Command deep(String top, int depth) {
        return new Command.Create(
                deepPath(top, depth),
                EntryType.DIRECTORY,
                null,
                true,
                Attributes.NONE,
                Command.IfExists.REFUSE,
                Condition.NONE);
    }
}
