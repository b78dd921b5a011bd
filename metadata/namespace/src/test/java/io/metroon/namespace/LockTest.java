package io.metroon.namespace;

import static io.metroon.namespace.Tester.bytes;
import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.delete;
import static io.metroon.namespace.Tester.deleteAll;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.key;
import static io.metroon.namespace.Tester.link;
import static io.metroon.namespace.Tester.path;
import static io.metroon.namespace.Tester.rename;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.Command.RenameMode;
import io.metroon.namespace.NamespaceService.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Write locks, as RFC 4918 has them (6, 7 and 9.10), by the log's clock. */
class LockTest {
    private static final String MINE = "urn:uuid:mine";
    private static final String YOURS = "urn:uuid:yours";
    private static final long LIFE = 60_000;

    private final Tester tester = new Tester();

    private static Command.Lock lock(String path, String token, boolean exclusive, boolean infinite) {
        return new Command.Lock(path(path), token, exclusive, infinite, bytes("me"), LIFE);
    }

    private static Command.Lock exclusive(String path, String token) {
        return lock(path, token, true, true);
    }

    private static Command with(String token, Command command) {
        return new Command.Guarded(new Guard(List.of(token), List.of()), command);
    }

    private Reply.Locked take(Command.Lock lock) {
        Reply reply = tester.run(lock);
        assertThat(reply).isInstanceOf(Reply.Locked.class);
        return (Reply.Locked) reply;
    }

    private void locked(Command command, String by) {
        Refusal refusal = tester.refused(command);
        assertThat(refusal.code()).isEqualTo(ErrorCode.ELOCKED);
        assertThat(refusal.path()).isEqualTo(path(by));
    }

    private Reply.Locks locks(String path) {
        return (Reply.Locks) tester.ask(new Query.GetLocks(path(path)));
    }

    @Test
    void changes_ofALockedFile_needItsToken() {
        tester.must(file("/f"));
        take(exclusive("/f", MINE));

        locked(content("/f", "x"), "/f");
        locked(Tester.change("/f", new Attributes(0600, null, null, null, null, null, Map.of(), null)), "/f");
        locked(delete("/f"), "/f");
        locked(rename("/f", "/g", RenameMode.NOREPLACE), "/f");
        locked(with(YOURS, content("/f", "x")), "/f");
        tester.must(with(MINE, content("/f", "x")));
        assertThat(tester.read("/f")).isEqualTo("x");
    }

    @Test
    void lock_onANameThatLeadsNowhere_makesAnEmptyFile() {
        assertThat(take(exclusive("/f", MINE)).created()).isTrue();

        assertThat(tester.stat("/f").type()).isEqualTo(EntryType.FILE);
        assertThat(tester.refused(exclusive("/no/f", YOURS)).code()).isEqualTo(ErrorCode.ENOENT);
    }

    @Test
    void infiniteLock_coversWhatIsBelow_andWhatComesBelow() {
        tester.must(directory("/d"), directory("/d/e"), file("/d/e/f"));
        take(exclusive("/d", MINE));

        locked(content("/d/e/f", "x"), "/d");
        locked(file("/d/e/g"), "/d");
        locked(rename("/d/e/f", "/f", RenameMode.REPLACE), "/d");
        tester.must(with(MINE, file("/d/e/g")));
        locked(exclusive("/d/e/g", YOURS), "/d");
        assertThat(locks("/d/e/g").covering()).hasSize(1);
    }

    @Test
    void lockOfDepthZero_guardsTheNamesOfADirectory_notWhatIsInIt() {
        tester.must(directory("/d"), file("/d/f"));
        take(lock("/d", MINE, true, false));

        locked(file("/d/g"), "/d");
        locked(delete("/d/f"), "/d");
        tester.must(content("/d/f", "x"));
        take(exclusive("/d/f", YOURS));
        tester.must(with(MINE, file("/d/g")));
    }

    @Test
    void lock_below_keepsADirectoryFromGoing() {
        tester.must(directory("/d"), directory("/d/e"), file("/d/e/f"));
        take(exclusive("/d/e/f", MINE));

        locked(deleteAll("/d"), "/d/e/f");
        locked(rename("/d", "/x", RenameMode.NOREPLACE), "/d/e/f");
        locked(exclusive("/d", YOURS), "/d/e/f");
        tester.must(with(MINE, deleteAll("/d")));
        assertThat(locks("/").below()).isEmpty();
    }

    @Test
    void sharedLocks_goTogether_andAnyOfThemWillDo() {
        tester.must(file("/f"));
        take(lock("/f", MINE, false, false));
        take(lock("/f", YOURS, false, false));

        locked(exclusive("/f", "urn:uuid:third"), "/f");
        locked(content("/f", "x"), "/f");
        tester.must(with(MINE, content("/f", "x")), with(YOURS, content("/f", "y")));
        assertThat(locks("/f").covering()).extracting(LockState::token).containsExactly(MINE, YOURS);
    }

    @Test
    void aMovedEntry_losesItsLocks_andThoseBelowIt() {
        tester.must(directory("/d"), file("/d/f"), directory("/to"));
        take(exclusive("/d/f", MINE));
        tester.must(with(MINE, rename("/d", "/to/d", RenameMode.NOREPLACE)));

        assertThat(locks("/to/d/f").covering()).isEmpty();
        tester.must(content("/to/d/f", "x"));
    }

    @Test
    void aDisplacedDirectory_goesWithAllThatIsInIt() {
        tester.must(directory("/d"), file("/d/f"), file("/g"));
        take(exclusive("/d/f", MINE));

        locked(rename("/g", "/d", RenameMode.DISPLACE), "/d/f");
        tester.must(with(MINE, rename("/g", "/d", RenameMode.DISPLACE)));
        assertThat(tester.stat("/d").type()).isEqualTo(EntryType.FILE);
        assertThat(tester.namespace.hasReclaimable()).isTrue();
    }

    @Test
    void aLock_isFoundThroughEverySymlink() {
        tester.must(directory("/d"), file("/d/f"), link("/l", "d"));
        take(exclusive("/l/f", MINE));

        locked(content("/d/f", "x"), "/l/f");
    }

    @Test
    void aLock_endsByTheLogsClock() {
        tester.must(file("/f"));
        take(exclusive("/f", MINE));
        tester.stampMillis += LIFE;
        // In quiet times the clock stands still; the first entry tells what time it is.
        locked(content("/f", "x"), "/f");
        while (tester.namespace.hasReclaimable()) {
            tester.must(new Command.Reclaim(100));
        }
        assertThat(locks("/f").covering()).isEmpty();
        tester.must(content("/f", "x"));
    }

    @Test
    void anEndedLock_countsNoMore_beforeItsRowsAreGone() {
        tester.must(file("/f"));
        take(new Command.Lock(path("/f"), MINE, true, false, bytes(""), 1_000));
        tester.stampMillis += 1_000;
        tester.must(content("/f", "x"));
        take(exclusive("/f", YOURS));
    }

    @Test
    void refresh_prolongs_alsoThroughWhatTheLockCovers_andKeepsTheFence() {
        tester.must(directory("/d"), file("/d/f"));
        long fence = take(exclusive("/d", MINE)).lock().fence();
        tester.stampMillis += 1_000;
        Reply.Locked again = (Reply.Locked) tester.run(new Command.RefreshLock(path("/d/f"), MINE, 2 * LIFE));

        assertThat(again.lock().fence()).isEqualTo(fence);
        assertThat(again.lock().remainingMillis()).isEqualTo(2 * LIFE);
        assertThat(tester.refused(new Command.RefreshLock(path("/d"), YOURS, LIFE))
                        .code())
                .isEqualTo(ErrorCode.ECONDITION);
    }

    @Test
    void unlock_takesOnlyALockThatCoversThePath() {
        tester.must(file("/f"), file("/g"));
        take(exclusive("/f", MINE));

        assertThat(tester.refused(new Command.Unlock(path("/g"), MINE)).code()).isEqualTo(ErrorCode.ENODATA);
        tester.must(new Command.Unlock(path("/f"), MINE));
        tester.must(content("/f", "x"));
        assertThat(tester.refused(new Command.Unlock(path("/f"), MINE)).code()).isEqualTo(ErrorCode.ENODATA);
    }

    @Test
    void fences_onlyGrow() {
        tester.must(file("/f"));
        long last = 0;
        for (int i = 0; i < 5; i++) {
            long fence = take(exclusive("/f", MINE + i)).lock().fence();
            assertThat(fence).isGreaterThan(last);
            last = fence;
            tester.must(new Command.Unlock(path("/f"), MINE + i));
        }
    }

    @Test
    void withoutLocks_theRowsAreThoseOfATreeThatNeverHadAny() {
        Tester other = new Tester();
        tester.must(file("/f"));
        other.must(file("/f"));
        take(lock("/f", MINE, true, true));
        tester.must(new Command.Unlock(path("/f"), MINE));

        assertThat(tester.rowsDigest()).isEqualTo(other.rowsDigest());
    }

    @Test
    void locks_areInSnapshots_andInTheDigest() throws IOException {
        tester.must(directory("/d"), file("/d/f"));
        Digest before = tester.rowsDigest();
        take(exclusive("/d", MINE));
        assertThat(tester.rowsDigest()).isNotEqualTo(before);

        Tester loaded = new Tester();
        loaded.load(tester.snapshot());
        assertThat(loaded.namespace.digest()).isEqualTo(tester.namespace.digest());
        assertThat(loaded.refused(content("/d/f", "x")).code()).isEqualTo(ErrorCode.ELOCKED);
    }

    @Test
    void theTable_isBounded() {
        for (int i = 0; i < LockTable.LOCKS_MAX; i++) {
            take(exclusive("/f" + i, MINE));
        }
        assertThat(tester.refused(exclusive("/g", YOURS)).code()).isEqualTo(ErrorCode.ENOSPC);
        tester.must(new Command.Unlock(path("/f7"), MINE));
        take(exclusive("/g", YOURS));
    }

    @Test
    void sharedLocks_onOneEntry_areBounded() {
        for (int i = 0; i < LockTable.SHARED_MAX; i++) {
            take(lock("/f", MINE + i, false, false));
        }
        assertThat(tester.refused(lock("/f", YOURS, false, false)).code()).isEqualTo(ErrorCode.ENOSPC);
    }

    @Test
    void arguments_areBounded() {
        assertThat(tester.refused(exclusive("/f", "")).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(exclusive("/f", "a b")).code()).isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(new Command.Lock(path("/f"), MINE, true, true, new byte[(8 << 10) + 1], LIFE))
                        .code())
                .isEqualTo(ErrorCode.E2BIG);
        assertThat(tester.refused(new Command.Lock(path("/f"), MINE, true, true, new byte[0], 999))
                        .code())
                .isEqualTo(ErrorCode.EINVAL);
        assertThat(tester.refused(new Command.Lock(path("/f"), MINE, true, true, new byte[0], 604_800_001))
                        .code())
                .isEqualTo(ErrorCode.EINVAL);
    }

    @Test
    void guard_holdsWhenOneOfItsListsDoes() {
        Stat stat = tester.must(content("/f", "x"));
        take(exclusive("/f", MINE));
        Condition.Tag tag = new Condition.Tag(stat.inode(), stat.contentVersion(), true);
        Condition.Tag other = new Condition.Tag(stat.inode(), 0, true);
        Guard.Term token = new Guard.Term(false, MINE, null);
        Guard.Term noLock = new Guard.Term(true, "DAV:no-lock", null);

        condition(null, list(token, new Guard.Term(false, null, tag)));
        condition(ErrorCode.ECONDITION, list(token, new Guard.Term(false, null, other)));
        condition(ErrorCode.ECONDITION, list(new Guard.Term(false, YOURS, null)));
        condition(null, list(new Guard.Term(false, YOURS, null)), list(noLock));
        condition(null, new Guard.Alternative(path("/nowhere/at/all"), List.of(noLock)));
        condition(
                ErrorCode.ECONDITION,
                new Guard.Alternative(path("/nowhere/at/all"), List.of(token)),
                new Guard.Alternative(path("/nothing"), List.of(new Guard.Term(false, null, tag))));
    }

    private static Guard.Alternative list(Guard.Term... terms) {
        return new Guard.Alternative(path("/f"), List.of(terms));
    }

    /** A change of attributes, since one of bytes would change the tag that is asked for. */
    private void condition(@Nullable ErrorCode code, Guard.Alternative... anyOf) {
        Reply reply = tester.run(
                new Command.Guarded(new Guard(List.of(MINE), List.of(anyOf)), Tester.change("/f", Attributes.NONE)));
        assertThat(reply instanceof Refusal refusal ? refusal.code() : null).isEqualTo(code);
    }

    @Test
    void aKey_replaysTheLockThatItTook() {
        Answer first = tester.apply(exclusive("/f", MINE), key("k"));
        Answer again = tester.apply(exclusive("/f", YOURS), key("k"));

        assertThat(again.replayed()).isTrue();
        assertThat(((Reply.Locked) again.reply()).lock())
                .usingRecursiveComparison()
                .isEqualTo(((Reply.Locked) first.reply()).lock());
    }

    @Test
    void batch_underAGuard_hasItsTokens() {
        tester.must(file("/f"));
        take(exclusive("/f", MINE));
        Command.Batch batch = new Command.Batch(
                List.of(new Command.Keyed(content("/f", "x"), null), new Command.Keyed(file("/g"), null)));

        Reply.Results without = (Reply.Results) tester.run(batch);
        assertThat(((Refusal) without.items().get(0).reply()).code()).isEqualTo(ErrorCode.ELOCKED);
        Reply.Results results = (Reply.Results) tester.run(with(MINE, batch));
        assertThat(results.items().get(0).reply()).isInstanceOf(Reply.Stated.class);
    }
}
