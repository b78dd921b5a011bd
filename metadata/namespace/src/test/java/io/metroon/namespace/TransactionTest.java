package io.metroon.namespace;

import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.delete;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.file;
import static io.metroon.namespace.Tester.key;
import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private final Tester tester = new Tester();

    private static Command.Transaction all(Command... commands) {
        return new Command.Transaction(List.of(commands));
    }

    private ErrorCode refused(Command command) {
        return ((Refusal) tester.run(command)).code();
    }

    @Test
    void commands_takeEffectTogether_eachSeeingThoseBeforeIt() {
        Reply.Results results =
                (Reply.Results) tester.run(all(directory("/d"), file("/d/f"), content("/d/f", "hello")));

        assertThat(results.items()).hasSize(3);
        assertThat(((Reply.Stated) results.items().get(2).reply()).stat().size())
                .isEqualTo(5);
        assertThat(tester.names("/d")).containsExactly("f");
        assertThat(tester.stat("/d/f").version()).isEqualTo(tester.namespace.revision() + 1);
    }

    @Test
    void whenOneIsRefused_noneHasHappened() {
        tester.must(content("/f", "old"));
        String before = tester.names("/").toString();
        Usage usage = tester.namespace.usage();

        assertThat(refused(all(content("/f", "new"), file("/g"), delete("/no"))))
                .isEqualTo(ErrorCode.ENOENT);

        assertThat(tester.names("/")).hasToString(before);
        assertThat(tester.namespace.usage()).isEqualTo(usage);
        assertThat(tester.stat("/f").size()).isEqualTo(3);
    }

    @Test
    void conditions_areDecidedAmongTheCommandsBefore() {
        Stat stat = tester.must(content("/f", "old"));
        Condition.Tag tag = new Condition.Tag(stat.inode(), stat.contentVersion(), true);
        Command deleteOld = new Command.Delete(path("/f"), false, false, new Condition(List.of(tag), null));

        assertThat(refused(all(content("/f", "new"), deleteOld))).isEqualTo(ErrorCode.ECONDITION);
        assertThat(tester.stat("/f").size()).isEqualTo(3);
        assertThat(tester.run(all(deleteOld, content("/f", "other")))).isInstanceOf(Reply.Results.class);
    }

    @Test
    void aRepeatUnderItsKey_isTheFirstAnswer() {
        Command transaction = all(file("/a"), file("/b"));
        byte[] octets = CommandCodec.encode(transaction, key("k"));
        long revision = tester.namespace.revision();

        NamespaceService.Answer first = tester.namespace.apply(revision + 1, tester.stampMillis, octets);
        NamespaceService.Answer again = tester.namespace.apply(revision + 2, tester.stampMillis, octets);

        assertThat(first.reply()).isInstanceOf(Reply.Results.class);
        assertThat(again.replayed()).isTrue();
        assertThat(ReplyCodec.encode(again.reply())).isEqualTo(ReplyCodec.encode(first.reply()));
    }

    @Test
    void whatDoesNotStandAlone_isRefused() {
        assertThat(refused(all())).isEqualTo(ErrorCode.EINVAL);
        assertThat(refused(all(all(file("/a"))))).isEqualTo(ErrorCode.EINVAL);
        assertThat(refused(all(new Command.Batch(List.of())))).isEqualTo(ErrorCode.EINVAL);
        assertThat(refused(all(new Command.Guarded(Guard.NONE, file("/a"))))).isEqualTo(ErrorCode.EINVAL);
        assertThat(refused(all(new Command.Reclaim(1)))).isEqualTo(ErrorCode.EINVAL);
        assertThat(refused(all(new Command.Unlock(path("/a"), "t")))).isEqualTo(ErrorCode.EINVAL);
        Command many = new Command.Transaction(Collections.nCopies(1_001, file("/a")));
        assertThat(refused(many)).isEqualTo(ErrorCode.E2BIG);
        assertThat(tester.names("/")).isEmpty();
    }
}
