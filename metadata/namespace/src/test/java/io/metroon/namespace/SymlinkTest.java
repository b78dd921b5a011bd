package io.metroon.namespace;

import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.link;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymlinkTest {
    private final Tester tester = new Tester();

    @BeforeEach
    void makeTree() {
        tester.must(directory("/a"), directory("/a/b"), content("/a/b/f", "abf"), content("/a/f", "af"));
        tester.must(content("/f", "f"));
    }

    @ParameterizedTest
    @CsvSource({
        "f, abf",
        "./f, abf",
        "../f, af",
        "../../f, f",
        "../../../../f, f",
        "/f, f",
        "//a///f, af",
        "/a/b/../f, af",
        "../b/f, abf",
        "/a/./b/./f, abf"
    })
    void linkInADirectory_leadsWherePosixSays(String target, String expected) {
        tester.must(link("/a/b/l", target));

        assertThat(tester.read("/a/b/l")).isEqualTo(expected);
        assertThat(tester.linkStat("/a/b/l").type()).isEqualTo(EntryType.SYMLINK);
        assertThat(tester.linkStat("/a/b/l").size()).isEqualTo(target.length());
    }

    @Test
    void linksOnTheWay_areFollowedFromWhereTheyLie() {
        tester.must(link("/a/up", ".."), link("/l", "a/b"), link("/a/b/back", "../up/l/f"));

        assertThat(tester.read("/l/f")).isEqualTo("abf");
        assertThat(tester.read("/l/back")).isEqualTo("abf");
        assertThat(tester.stat("/a/up").inode()).isEqualTo(TreeView.ROOT);
    }

    @Test
    void dotDotAfterALink_isTheParentOfWhereItLed() {
        tester.must(link("/l", "a/b"), link("/m", "l/../f"));

        assertThat(tester.read("/m")).isEqualTo("af");
    }

    @Test
    void trailingSlash_inATarget_asksForADirectory() {
        tester.must(link("/l", "f/"), link("/m", "a/"));

        assertThat(tester.refused(new Query.GetStat(path("/l"), true, false)).code())
                .isEqualTo(ErrorCode.ENOTDIR);
        assertThat(tester.stat("/m").type()).isEqualTo(EntryType.DIRECTORY);
    }

    @Test
    void loop_isRefusedAtTheLink() {
        tester.must(link("/x", "y"), link("/y", "x"));

        Refusal refusal = tester.refused(new Query.GetStat(path("/x/z"), true, false));
        assertThat(refusal.code()).isEqualTo(ErrorCode.ELOOP);
        assertThat(refusal.path()).isEqualTo(path("/x"));
        assertThat(tester.linkStat("/x").type()).isEqualTo(EntryType.SYMLINK);
    }

    @Test
    void fortyLinks_areFollowed_andNotOneMore() {
        tester.must(link("/l1", "f"));
        for (int i = 2; i <= 41; i++) {
            tester.must(link("/l" + i, "l" + (i - 1)));
        }

        assertThat(tester.read("/l40")).isEqualTo("f");
        assertThat(tester.refused(new Query.GetContent(path("/l41"))).code()).isEqualTo(ErrorCode.ELOOP);
    }

    @Test
    void danglingLink_isMissingWhenFollowed_andCreatedThroughByContent() {
        tester.must(link("/l", "a/new"));

        assertThat(tester.refused(new Query.GetStat(path("/l"), true, false)).code())
                .isEqualTo(ErrorCode.ENOENT);
        assertThat(tester.refused(file("/l")).code()).isEqualTo(ErrorCode.EEXIST);
        tester.must(content("/l", "x"));
        assertThat(tester.read("/a/new")).isEqualTo("x");
        assertThat(tester.linkStat("/l").type()).isEqualTo(EntryType.SYMLINK);
    }

    @Test
    void failureInsideALink_isAtTheLinkAsTheCallerNamedIt() {
        tester.must(link("/l", "/a/nothing/x"));

        assertThat(tester.refused(new Query.GetStat(path("/l/y"), true, false)).path())
                .isEqualTo(path("/l"));
    }

    @Test
    void nameTooLong_inATarget_isRefused() {
        tester.must(link("/ok", "n".repeat(255)), link("/long", "n".repeat(256)));

        assertThat(tester.refused(new Query.GetStat(path("/ok"), true, false)).code())
                .isEqualTo(ErrorCode.ENOENT);
        assertThat(tester.refused(new Query.GetStat(path("/long"), true, false)).code())
                .isEqualTo(ErrorCode.ENAMETOOLONG);
    }

    @Test
    void mustBeDirectory_refusesAnythingElse() {
        tester.must(link("/l", "a"));

        assertThat(tester.refused(new Query.GetStat(path("/f"), true, true)).code())
                .isEqualTo(ErrorCode.ENOTDIR);
        assertThat(tester.ask(new Query.GetStat(path("/l"), true, true))).isInstanceOf(Reply.Stated.class);
        assertThat(tester.refused(new Query.GetStat(path("/l"), false, true)).code())
                .isEqualTo(ErrorCode.ENOTDIR);
    }
}
