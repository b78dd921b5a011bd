package io.metroon.namespace;

import static io.metroon.namespace.Tester.bytes;
import static io.metroon.namespace.Tester.change;
import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.link;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.Attributes.Setting;
import io.metroon.namespace.Stat.ContentState;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
    private static final Limits LIMITS = new Limits(10, 20, 15, 40, 3, 10, 1_000);

    private final Tester tester = new Tester(LIMITS);

    private static Attributes size(long size) {
        return new Attributes(null, null, null, null, null, size, Map.of(), null);
    }

    private static Attributes mode(int mode) {
        return new Attributes(mode, null, null, null, null, null, Map.of(), null);
    }

    private static Attributes owner(String owner) {
        return new Attributes(null, owner, null, null, null, null, Map.of(), null);
    }

    private static Attributes xattr(String name, @Nullable String value) {
        Setting setting = new Setting(value == null ? null : bytes(value));
        return new Attributes(null, null, null, null, null, null, Map.of(name, setting), null);
    }

    private static Attributes layout(int length) {
        Setting setting = new Setting(length < 0 ? null : new byte[length]);
        return new Attributes(null, null, null, null, null, null, Map.of(), setting);
    }

    private ErrorCode refused(String path, Attributes attributes) {
        return tester.refused(change(path, attributes)).code();
    }

    @Test
    void setAttributes_changesWhatItNames() {
        tester.must(file("/f"));
        tester.stampMillis += 5;
        Stat stat = tester.must(change("/f", new Attributes(07777, "o", "g", 11L, -12L, null, Map.of(), null)));

        assertThat(stat.mode()).isEqualTo(07777);
        assertThat(stat.owner()).isEqualTo("o");
        assertThat(stat.group()).isEqualTo("g");
        assertThat(stat.atimeNanos()).isEqualTo(11);
        assertThat(stat.mtimeNanos()).isEqualTo(-12);
        assertThat(stat.ctimeNanos()).isEqualTo(tester.stampMillis * 1_000_000);
        assertThat(tester.stat("/f").owner()).isEqualTo("o");
    }

    @Test
    void setAttributes_namingNothing_changesNothing() {
        Stat before = tester.must(file("/f"));

        assertThat(tester.must(change("/f", Attributes.NONE)).version()).isEqualTo(before.version());
    }

    @Test
    void setAttributes_follows_orNot() {
        tester.must(file("/f"), link("/l", "f"));
        tester.must(new Command.SetAttributes(path("/l"), false, false, owner("link"), Condition.NONE));
        tester.must(change("/l", owner("file")));

        assertThat(tester.linkStat("/l").owner()).isEqualTo("link");
        assertThat(tester.stat("/f").owner()).isEqualTo("file");
    }

    @Test
    void setAttributes_onWhatMustBeADirectory_refusesAllElse() {
        tester.must(directory("/d"), file("/f"), link("/to-d", "d"), link("/to-f", "f"));
        tester.must(directoryOnly("/d"), directoryOnly("/to-d"), directoryOnly("/"));

        assertThat(tester.stat("/d").mode()).isEqualTo(0700);
        assertThat(tester.refused(directoryOnly("/f")).code()).isEqualTo(ErrorCode.ENOTDIR);
        assertThat(tester.refused(directoryOnly("/to-f")).code()).isEqualTo(ErrorCode.ENOTDIR);
        assertThat(tester.refused(directoryOnly("/none")).code()).isEqualTo(ErrorCode.ENOENT);
    }

    private static Command directoryOnly(String path) {
        return new Command.SetAttributes(path(path), true, true, mode(0700), Condition.NONE);
    }

    @Test
    void mode_is12Bits() {
        tester.must(file("/f"), change("/f", mode(0)), change("/f", mode(07777)));

        assertThat(refused("/f", mode(010000))).isEqualTo(ErrorCode.EINVAL);
        assertThat(refused("/f", mode(-1))).isEqualTo(ErrorCode.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a/b", "a\nb", "a\u0000"})
    void owner_thatWouldBreakALine_isRefused(String owner) {
        tester.must(file("/f"));

        assertThat(refused("/f", owner(owner))).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void owner_has255BytesAtMost() {
        tester.must(file("/f"), change("/f", owner("DOMAIN\\user name@x")), change("/f", owner("\u00e4".repeat(127))));

        assertThat(refused("/f", owner("\u00e4".repeat(128)))).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void size_ofAnEmptyFile_meansThatTheBytesAreElsewhere() {
        Stat stat = tester.must(Tester.create("/f", EntryType.FILE, size(1_000_000)));

        assertThat(stat.content()).isEqualTo(ContentState.ABSENT);
        assertThat(stat.size()).isEqualTo(1_000_000);
        assertThat(tester.refused(new Query.GetContent(path("/f"))).code()).isEqualTo(ErrorCode.ENODATA);
        assertThat(tester.namespace.usage().bytes()).isEqualTo(1_000_000);
        assertThat(tester.must(content("/f", "here")).content()).isEqualTo(ContentState.INLINE);
        assertThat(tester.read("/f")).isEqualTo("here");
        assertThat(tester.namespace.usage().bytes()).isEqualTo(4);
    }

    @Test
    void size_ofInlineBytes_cutsAndExtendsThemWithinTheLimit() {
        tester.must(content("/f", "12345"), change("/f", size(3)));
        assertThat(tester.read("/f")).isEqualTo("123");
        tester.must(change("/f", size(10)));
        assertThat(tester.read("/f")).isEqualTo("123\0\0\0\0\0\0\0");
        assertThat(refused("/f", size(11))).isEqualTo(ErrorCode.EFBIG);
        tester.must(change("/f", size(0)));
        assertThat(tester.read("/f")).isEmpty();
        assertThat(tester.stat("/f").content()).isEqualTo(ContentState.INLINE);
    }

    @Test
    void size_ofAFileWithALayout_mayPassTheLimit() {
        tester.must(content("/f", "12345"), change("/f", layout(3)));
        Stat stat = tester.must(change("/f", size(11)));

        assertThat(stat.content()).isEqualTo(ContentState.ABSENT);
        assertThat(stat.layout()).hasSize(3);
    }

    @Test
    void size_isBelow2To53AndOfFilesOnly() {
        tester.must(file("/f"), directory("/d"), change("/f", size(Checks.SIZE_MAX)));

        assertThat(refused("/f", size(Checks.SIZE_MAX + 1))).isEqualTo(ErrorCode.EINVAL);
        assertThat(refused("/f", size(-1))).isEqualTo(ErrorCode.EINVAL);
        assertThat(refused("/d", size(1))).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(Tester.create("/l", EntryType.SYMLINK, size(1)))
                        .code())
                .isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void sizesTogether_stayBelow2To63() {
        int file = 0;
        while (tester.namespace.usage().bytes() <= Long.MAX_VALUE - Checks.SIZE_MAX) {
            tester.must(Tester.create("/f" + file++, EntryType.FILE, size(Checks.SIZE_MAX)));
        }

        assertThat(tester.refused(Tester.create("/over", EntryType.FILE, size(Checks.SIZE_MAX)))
                        .code())
                .isEqualTo(ErrorCode.ENOSPC);
        assertThat(tester.exists("/over")).isFalse();
    }

    @Test
    void xattrs_areSetAndRemovedOneByOne() {
        tester.must(file("/f"), change("/f", xattr("user.a", "1")), change("/f", xattr("user.b", "2")));
        assertThat(tester.stat("/f").xattrs()).containsOnlyKeys("user.a", "user.b");
        tester.must(change("/f", xattr("user.a", null)), change("/f", xattr("user.none", null)));
        assertThat(tester.stat("/f").xattrs()).containsOnlyKeys("user.b");
        tester.must(change("/f", xattr("user.b", null)), change("/f", xattr("user.empty", "")));
        assertThat(tester.stat("/f").xattrs()).containsOnlyKeys("user.empty");
    }

    @Test
    void xattrs_togetherHaveABound() {
        tester.must(file("/f"), change("/f", xattr("0123456789", "0123456789")));

        assertThat(refused("/f", xattr("0123456789", "0123456789a"))).isEqualTo(ErrorCode.E2BIG);
        assertThat(refused("/f", xattr("a", ""))).isEqualTo(ErrorCode.E2BIG);
    }

    @Test
    void xattrNames_have1To255Bytes() {
        Tester wide = new Tester();
        wide.must(file("/f"), change("/f", xattr("n".repeat(255), "")));

        assertThat(wide.refused(change("/f", xattr("n".repeat(256), ""))).code())
                .isEqualTo(ErrorCode.ENAMETOOLONG);
        assertThat(wide.refused(change("/f", xattr("", ""))).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(wide.refused(change("/f", xattr("a\0", ""))).code()).isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void layout_hasABoundAndIsOfFilesOnly() {
        tester.must(file("/f"), directory("/d"));
        Stat stat = tester.must(change("/f", layout(15)));

        assertThat(stat.layout()).hasSize(15);
        assertThat(refused("/f", layout(16))).isEqualTo(ErrorCode.E2BIG);
        assertThat(refused("/d", layout(1))).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.must(change("/f", layout(-1))).layout()).isNull();
    }

    @Test
    void content_hasABound() {
        tester.must(content("/f", "0123456789"));

        Refusal refusal = tester.refused(content("/f", "0123456789a"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.EFBIG);
        assertThat(refusal.detail()).contains("10");
        assertThat(tester.read("/f")).isEqualTo("0123456789");
    }

    @Test
    void content_ofADirectory_isRefused() {
        tester.must(directory("/d"));

        assertThat(tester.refused(content("/d", "x")).code()).isEqualTo(ErrorCode.EISDIR);
        assertThat(tester.refused(content("/", "x")).code()).isEqualTo(ErrorCode.EISDIR);
        assertThat(tester.refused(new Query.GetContent(path("/d"))).code()).isEqualTo(ErrorCode.EISDIR);
    }

    @Test
    void putContent_keepsInodeAndAttributes_andTakesNewOnes() {
        Stat before = tester.must(Tester.create("/f", EntryType.FILE, mode(0600)));
        Stat after = tester.must(new Command.PutContent(path("/f"), bytes("x"), owner("o"), Condition.NONE));

        assertThat(after.inode()).isEqualTo(before.inode());
        assertThat(after.mode()).isEqualTo(0600);
        assertThat(after.owner()).isEqualTo("o");
        assertThat(tester.refused(new Command.PutContent(path("/f"), bytes("x"), size(1), Condition.NONE))
                        .code())
                .isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void target_standsWithSymlinksOnly_andHasABound() {
        tester.must(link("/l", "t".repeat(4095)));

        assertThat(tester.refused(link("/m", "t".repeat(4096))).code()).isEqualTo(ErrorCode.ENAMETOOLONG);
        assertThat(tester.refused(link("/m", "")).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(link("/m", "a\0b")).code()).isEqualTo(ErrorCode.EINVAL);
        Command fileWithTarget = new Command.Create(
                path("/m"),
                EntryType.FILE,
                bytes("t"),
                false,
                Attributes.NONE,
                Command.IfExists.REFUSE,
                Condition.NONE);
        assertThat(tester.refused(fileWithTarget).code()).isEqualTo(ErrorCode.EINVAL);
    }
}
