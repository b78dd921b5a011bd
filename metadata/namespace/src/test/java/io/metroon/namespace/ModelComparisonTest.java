package io.metroon.namespace;

import static io.metroon.namespace.Tester.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.NamespaceService.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands against the namespace and against {@link ModelTree}: replies and whole trees must agree, at the newest
 * revision and at pinned ones; a replica that replays the log and one that loads a snapshot must have the same digest. One
 * seed again: {@code -Dnamespace.seed=N}.
 */
public class ModelComparisonTest {
    private static final Limits LIMITS = new Limits(64, 40, 32, 5, 1_000, 50, 20_000);
    private static final int STEPS = 2_000;

    private record Entry(long revision, long stampMillis, byte[] command) {}

    private record Pinned(Pin pin, Map<String, String> lines) {}

    private record Used(Command command, IdempotencyKey key, Answer answer, long expiryMillis) {}

    static LongStream seeds() {
        Long one = Long.getLong("namespace.seed");
        return one != null ? LongStream.of(one) : LongStream.concat(LongStream.range(1, 5), new Random().longs(4));
    }

    protected NamespaceStore store() throws IOException {
        return new MemoryNamespaceStore();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomCommands_haveTheEffectOfAPlainTree(long seed) throws Exception {
        new Run(seed, store()).run();
    }

    private static final class Run {
        private final long seed;
        private final RandomCommands commands;
        private final Random random;
        private final Tester tester;
        private final ModelTree model = new ModelTree(LIMITS);
        private final List<Entry> log = new ArrayList<>();
        private final List<Pinned> pins = new ArrayList<>();
        private final List<Used> used = new ArrayList<>();
        private int keys;

        Run(long seed, NamespaceStore store) {
            this.seed = seed;
            random = new Random(seed);
            commands = new RandomCommands(random);
            tester = new Tester(store, LIMITS);
        }

        void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                tester.stampMillis += random.nextInt(200);
                step();
                if (step % 100 == 0) {
                    compareTrees();
                    checkPins();
                }
            }
            compareTrees();
            compareReplicas();
            compareEmptied();
        }

        private void step() {
            switch (random.nextInt(24)) {
                case 0 -> batch();
                case 1, 2 -> keyed();
                case 3 -> repeat();
                case 4 -> apply(new Command.Reclaim(1 + random.nextInt(5)), null);
                case 5 -> pins.add(new Pinned(tester.namespace.pin(), model.lines()));
                case 6, 7 -> single(commands.chunks(tester.stampMillis), null);
                case 8, 9 -> single(commands.transaction(), null);
                default -> single(commands.next(), null);
            }
        }

        private Answer apply(Command command, @Nullable IdempotencyKey key) {
            byte[] octets = CommandCodec.encode(command, key);
            long revision = tester.namespace.revision() + 1 + random.nextInt(2);
            log.add(new Entry(revision, tester.stampMillis, octets));
            model.at(revision, tester.stampMillis);
            return tester.namespace.apply(revision, tester.stampMillis, octets);
        }

        private Answer single(Command command, @Nullable IdempotencyKey key) {
            Answer answer = apply(command, key);
            compare(command, answer.reply(), model.run(command));
            return answer;
        }

        private void compare(Command command, Reply reply, String expected) {
            String code = reply instanceof Refusal refusal ? refusal.code().name() : ModelTree.DONE;
            assertThat(code).as("seed %d: %s → %s", seed, command, reply).isEqualTo(expected);
        }

        private void batch() {
            List<Command.Keyed> items = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                items.add(new Command.Keyed(commands.next(), null));
            }
            Reply.Results results =
                    (Reply.Results) apply(new Command.Batch(items), null).reply();
            for (int i = 0; i < items.size(); i++) {
                Command command = (Command) items.get(i).operation();
                compare(command, results.items().get(i).reply(), model.run(command));
            }
        }

        private void keyed() {
            Command command = commands.next();
            IdempotencyKey key = Tester.key("key-" + keys++);
            Answer answer = apply(command, key);
            if (answer.reply() instanceof Refusal refusal && refusal.code() == ErrorCode.EKEYSFULL) {
                assertThat(tester.keys()).isEqualTo(LIMITS.idempotencyKeysMax());
                return;
            }
            compare(command, answer.reply(), model.run(command));
            long expiry = tester.namespace.logClockMillis() + LIMITS.idempotencyKeyLifeMillis();
            used.add(new Used(command, key, answer, expiry));
        }

        private void repeat() {
            if (used.isEmpty()) {
                return;
            }
            Used first = used.get(random.nextInt(used.size()));
            long clock = LogClock.after(tester.namespace.logClockMillis(), tester.stampMillis, false);
            if (clock < first.expiryMillis()) {
                Answer again = apply(first.command(), first.key());
                assertThat(again.replayed()).as("seed %d", seed).isTrue();
                assertThat(again.revision()).isEqualTo(first.answer().revision());
                assertThat(ReplyCodec.encode(again.reply()))
                        .isEqualTo(ReplyCodec.encode(first.answer().reply()));
            }
        }

        private void compareTrees() {
            assertThat(lines(tester.namespace, null)).as("seed %d", seed).isEqualTo(model.lines());
        }

        private void checkPins() {
            for (Pinned pinned : pins) {
                assertThat(lines(tester.namespace, pinned.pin()))
                        .as("seed %d at pin %d", seed, pinned.pin().revision())
                        .isEqualTo(pinned.lines());
            }
            while (pins.size() > 5 || (!pins.isEmpty() && random.nextInt(3) == 0)) {
                pins.remove(random.nextInt(pins.size())).pin().close();
            }
        }

        private void compareReplicas() throws IOException {
            Tester replayed = new Tester(LIMITS);
            log.forEach(entry -> replayed.namespace.apply(entry.revision(), entry.stampMillis(), entry.command()));
            assertThat(replayed.namespace.digest()).as("seed %d", seed).isEqualTo(tester.namespace.digest());

            Tester loaded = new Tester(LIMITS);
            loaded.load(tester.snapshot());
            assertThat(loaded.namespace.digest()).as("seed %d", seed).isEqualTo(tester.namespace.digest());
            assertThat(loaded.namespace.usage()).isEqualTo(tester.namespace.usage());
            assertThat(lines(loaded.namespace, null)).as("seed %d", seed).isEqualTo(model.lines());
            assertThat(loaded.snapshot()).isEqualTo(replayed.snapshot());

            for (Pinned pinned : pins) {
                Tester old = new Tester(LIMITS);
                old.load(tester.snapshot(pinned.pin()));
                assertThat(old.namespace.digest()).isEqualTo(pinned.pin().digest());
                assertThat(lines(old.namespace, null)).as("seed %d", seed).isEqualTo(pinned.lines());
            }
        }

        /** When all is deleted and reclaimed, nothing but the root is left, and no history. */
        private void compareEmptied() {
            pins.forEach(pinned -> pinned.pin().close());
            for (String name : tester.names("/")) {
                tester.must(Tester.deleteAll("/" + name));
            }
            tester.stampMillis += 1_000_000;
            tester.namespace.advance(tester.namespace.revision() + 1, tester.stampMillis);
            while (tester.namespace.hasReclaimable()) {
                tester.must(new Command.Reclaim(100));
            }
            for (int entry = 0; entry < 10_000 && tester.namespace.historyRows() > 0; entry++) {
                tester.namespace.advance(tester.namespace.revision() + 1, tester.stampMillis);
            }
            assertThat(tester.namespace.historyRows()).as("seed %d", seed).isZero();
            assertThat(tester.namespace.usage()).as("seed %d", seed).isEqualTo(new Usage(0, 1, 0, 0));
            assertThat(tester.keys()).isZero();
            assertThat(tester.held()).as("seed %d", seed).isEmpty();
        }
    }

    private static Map<String, String> lines(Namespace namespace, @Nullable Pin pin) {
        Map<String, String> lines = new TreeMap<>();
        addLines(namespace, pin, FilePath.ROOT, lines);
        return lines;
    }

    private static Reply ask(Namespace namespace, @Nullable Pin pin, Query query) {
        return (pin == null ? namespace.query(query) : namespace.query(query, pin)).reply();
    }

    private static void addLines(Namespace namespace, @Nullable Pin pin, FilePath path, Map<String, String> lines) {
        Stat stat = ((Reply.Stated) ask(namespace, pin, new Query.GetStat(path, false, false))).stat();
        lines.put(path.isRoot() ? "/" : path + "/", ModelTree.line(stat) + " " + bytes(namespace, pin, stat));
        if (stat.type() == EntryType.DIRECTORY) {
            Reply.Listed listed = (Reply.Listed) ask(namespace, pin, new Query.GetPage(path, 10_000, null, null));
            listed.entries().forEach(entry -> addLines(namespace, pin, path.child(entry.name()), lines));
        }
    }

    private static String bytes(Namespace namespace, @Nullable Pin pin, Stat stat) {
        if (stat.type() != EntryType.FILE) {
            return "";
        }
        Reply reply = ask(namespace, pin, new Query.GetContent(stat.path()));
        return reply instanceof Reply.Content content ? Arrays.toString(content.bytes()) : "absent";
    }
}
