package io.metroon.namespace;

import static io.metroon.namespace.Tester.content;
import static io.metroon.namespace.Tester.directory;
import static io.metroon.namespace.Tester.path;
import static io.metroon.namespace.Tester.rename;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.NamespaceService.Answer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers beside the apply thread: each answer is of one revision, never of half a command. */
class ConcurrencyTest {
    private static final int COMMANDS = 4_000;

    private final Tester tester = new Tester();
    private final ExecutorService readers = Executors.newFixedThreadPool(3);
    private final AtomicBoolean done = new AtomicBoolean();

    @AfterEach
    void stop() {
        readers.shutdownNow();
    }

    private Future<Integer> untilDone(Runnable read) {
        Callable<Integer> loop = () -> {
            int reads = 0;
            do {
                read.run();
                reads++;
            } while (!done.get());
            return reads;
        };
        return readers.submit(loop);
    }

    @Test
    void renamedFile_isAlwaysUnderExactlyOneName() throws Exception {
        tester.must(directory("/a"), directory("/b"), content("/a/f", "x"));
        Query batchless = new Query.GetPage(FilePath.ROOT, 10, null, null);
        Future<Integer> names = untilDone(() -> {
            Answer answer = tester.namespace.query(batchless);
            Reply.Listed listed = (Reply.Listed) answer.reply();
            assertThat(listed.entries()).hasSize(2);
            assertThat(listed.revision()).isEqualTo(answer.revision());
        });
        Future<Integer> whole = untilDone(() -> {
            try (Pin pin = tester.namespace.pin()) {
                boolean inA = tester.namespace
                                .query(new Query.GetContent(path("/a/f")), pin)
                                .reply()
                        instanceof Reply.Content;
                boolean inB = tester.namespace
                                .query(new Query.GetContent(path("/b/f")), pin)
                                .reply()
                        instanceof Reply.Content;
                assertThat(inA).isNotEqualTo(inB);
            }
        });
        for (int i = 0; i < COMMANDS; i++) {
            boolean there = i % 2 == 0;
            tester.must(rename(there ? "/a/f" : "/b/f", there ? "/b/f" : "/a/f", Command.RenameMode.NOREPLACE));
        }
        done.set(true);

        assertThat(names.get()).isPositive();
        assertThat(whole.get()).isPositive();
    }

    @Test
    void exchangedDirectories_areNeverHalfExchanged() throws Exception {
        tester.must(directory("/a"), directory("/b"), content("/a/f", "one"), content("/b/f", "two"));
        Future<Integer> reads = untilDone(() -> {
            Reply.Listed listed = (Reply.Listed) tester.namespace
                    .query(new Query.GetPage(FilePath.ROOT, 9, null, null))
                    .reply();
            List<Long> inodes =
                    listed.entries().stream().map(entry -> entry.stat().inode()).toList();
            assertThat(inodes).doesNotHaveDuplicates().hasSize(2);
            assertThat(tester.ask(new Query.GetContent(path("/a/f")))).isInstanceOf(Reply.Content.class);
        });
        for (int i = 0; i < COMMANDS; i++) {
            tester.must(rename("/a", "/b", Command.RenameMode.EXCHANGE));
        }
        done.set(true);

        assertThat(reads.get()).isPositive();
    }

    @Test
    void pagesOfABusyDirectory_showOneRevision() throws Exception {
        tester.must(directory("/d"));
        IntStream.range(0, 700).forEach(i -> tester.must(content("/d/f" + i, "0")));
        Future<Integer> reads = untilDone(() -> {
            String cursor = null;
            int entries = 0;
            do {
                Reply.Listed page = (Reply.Listed) tester.ask(new Query.GetPage(path("/d"), 400, cursor, null));
                entries += page.entries().size();
                cursor = page.cursor();
            } while (cursor != null);
            assertThat(entries).isEqualTo(700);
        });
        for (int i = 0; i < COMMANDS; i++) {
            String from = i % 2 == 0 ? "/d/f1" : "/d/z";
            tester.must(rename(from, i % 2 == 0 ? "/d/z" : "/d/f1", Command.RenameMode.NOREPLACE));
        }
        done.set(true);

        assertThat(reads.get()).isPositive();
    }
}
