package io.metroon.namespace;

import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.link;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.Command.Create;
import io.metroon.namespace.Command.IfExists;
import org.junit.jupiter.api.Test;

class CreateTest {
    private final Tester tester = new Tester();

    private static Create create(String path, EntryType type, boolean parents, IfExists ifExists) {
        return new Create(path(path), type, null, parents, Attributes.NONE, ifExists, Condition.NONE);
    }

    @Test
    void create_givesDefaultsAndTheTimeOfTheEntry() {
        Stat stat = tester.must(file("/a"));

        assertThat(stat.mode()).isEqualTo(0644);
        assertThat(stat.owner()).isEqualTo("root");
        assertThat(stat.size()).isZero();
        assertThat(stat.content()).isEqualTo(Stat.ContentState.INLINE);
        assertThat(stat.nlink()).isEqualTo(1);
        assertThat(stat.ctimeNanos()).isEqualTo(Tester.STAMP * 1_000_000);
        assertThat(stat.mtimeNanos()).isEqualTo(stat.ctimeNanos());
        assertThat(stat.version()).isEqualTo(tester.namespace.revision());
        assertThat(tester.must(directory("/d")).mode()).isEqualTo(0755);
        assertThat(tester.must(link("/l", "a")).mode()).isEqualTo(0777);
    }

    @Test
    void create_changesTheParentsVersionAndTime() {
        long before = tester.stat("/").version();
        tester.stampMillis += 1_000;
        tester.must(file("/a"));

        assertThat(tester.stat("/").version()).isGreaterThan(before);
        assertThat(tester.stat("/").mtimeNanos()).isEqualTo(tester.stampMillis * 1_000_000);
    }

    @Test
    void create_ofANameThatIsTaken_isRefused() {
        tester.must(file("/a"));

        Refusal refusal = tester.refused(directory("/a"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.EEXIST);
        assertThat(refusal.precondition()).isFalse();
        assertThat(tester.refused(directory("/")).code()).isEqualTo(ErrorCode.EEXIST);
    }

    @Test
    void create_keeping_answersTheExistingEntryOfThatTypeUnchanged() {
        Stat made = tester.must(directory("/d"));

        Reply.Stated kept = (Reply.Stated) tester.run(create("/d", EntryType.DIRECTORY, false, IfExists.KEEP));
        assertThat(kept.created()).isFalse();
        assertThat(kept.stat().version()).isEqualTo(made.version());
        assertThat(tester.refused(create("/d", EntryType.FILE, false, IfExists.KEEP))
                        .code())
                .isEqualTo(ErrorCode.EEXIST);
        assertThat(tester.run(create("/", EntryType.DIRECTORY, false, IfExists.KEEP)))
                .isInstanceOf(Reply.Stated.class);
    }

    @Test
    void create_inAMissingDirectory_isRefusedAtThatDirectory() {
        Refusal refusal = tester.refused(file("/a/b/c"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.ENOENT);
        assertThat(refusal.path()).isEqualTo(path("/a"));
    }

    @Test
    void create_underAFile_isRefusedAtTheFile() {
        tester.must(directory("/d"), file("/d/f"));

        Refusal refusal = tester.refused(file("/d/f/x/y"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.ENOTDIR);
        assertThat(refusal.path()).isEqualTo(path("/d/f"));
    }

    @Test
    void create_withParents_makesWhatIsMissing() {
        tester.must(directory("/a"), create("/a/b/c/d", EntryType.FILE, true, IfExists.REFUSE));

        assertThat(tester.stat("/a/b/c").type()).isEqualTo(EntryType.DIRECTORY);
        assertThat(tester.stat("/a/b/c/d").type()).isEqualTo(EntryType.FILE);
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(1, 4, 0, 0));
    }

    @Test
    void create_withParents_thatIsRefusedAtTheEnd_leavesNoParentBehind() {
        Attributes tooMuch = new Attributes(
                null,
                null,
                null,
                null,
                null,
                null,
                java.util.Map.of("user.x", new Attributes.Setting(new byte[70_000])),
                null);
        Create create =
                new Create(path("/a/b/c"), EntryType.FILE, null, true, tooMuch, IfExists.REFUSE, Condition.NONE);

        assertThat(tester.refused(create).code()).isEqualTo(ErrorCode.E2BIG);
        assertThat(tester.exists("/a")).isFalse();
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(0, 1, 0, 0));
        assertThat(tester.must(file("/next")).inode()).isEqualTo(2);
    }

    @Test
    void create_withParents_doesNotMakeWhatALinkMisses() {
        tester.must(link("/l", "nowhere"));

        assertThat(tester.refused(create("/l/x", EntryType.FILE, true, IfExists.REFUSE))
                        .code())
                .isEqualTo(ErrorCode.ENOENT);
        assertThat(tester.exists("/nowhere")).isFalse();
    }

    @Test
    void createdAgain_hasAnotherInode() {
        long first = tester.must(file("/a")).inode();
        tester.must(Tester.delete("/a"));

        assertThat(tester.must(file("/a")).inode()).isNotEqualTo(first);
    }

    @Test
    void names_thatAreNotUtf8_areKeptByteForByte() {
        Name name = Name.of(new byte[] {(byte) 0xFF, 'x', (byte) 0xC3});
        FilePath path = new FilePath(java.util.List.of(name));
        tester.must(new Create(path, EntryType.FILE, null, false, Attributes.NONE, IfExists.REFUSE, Condition.NONE));

        Reply.Listed listed = (Reply.Listed) tester.ask(new Query.GetPage(FilePath.ROOT, 10, null, null));
        assertThat(listed.entries().get(0).name()).isEqualTo(name);
    }

    @Test
    void putContent_createsTheFile() {
        Reply.Stated stated = (Reply.Stated) tester.run(content("/f", "hello"));

        assertThat(stated.created()).isTrue();
        assertThat(stated.stat().size()).isEqualTo(5);
        assertThat(tester.read("/f")).isEqualTo("hello");
        assertThat(tester.namespace.usage()).isEqualTo(new Usage(1, 1, 0, 5));
    }
}
