package io.metroon.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.Command.IfExists;
import io.metroon.namespace.Command.RenameMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changes and locks against the plainest model there is: a tree, and a list of locked paths. Whatever the rows of the
 * lock table say, who is refused and which locks are left must be the same. One seed again: {@code -Dnamespace.seed=N}.
 */
class LockModelTest {
    private static final int STEPS = 1_500;
    private static final List<RenameMode> MODES = List.of(RenameMode.values());
    private static final String[] NAMES = {"a", "b", "c"};

    static LongStream seeds() {
        Long one = Long.getLong("namespace.seed");
        return one != null ? LongStream.of(one) : LongStream.concat(LongStream.range(1, 4), new Random().longs(3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void locks_areThoseOfAListOfPaths(long seed) throws IOException {
        new Run(seed).run();
    }

    private record Locked(FilePath path, String token, boolean exclusive, boolean infinite, long expiryMillis) {
        boolean covers(FilePath other) {
            return other.equals(path) || (infinite && isBelow(other, path));
        }
    }

    private static boolean isBelow(FilePath path, FilePath above) {
        int depth = above.names().size();
        return path.names().size() > depth && path.prefix(depth).equals(above);
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final Tester tester = new Tester();
        private final ModelTree tree = new ModelTree(Limits.DEFAULT);
        private final List<byte[]> log = new ArrayList<>();
        private final List<Long> stamps = new ArrayList<>();
        private List<Locked> locks = new ArrayList<>();
        private int tokens;

        Run(long seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                tester.stampMillis += random.nextInt(400);
                if (random.nextInt(4) == 0) {
                    lockOrUnlock();
                } else {
                    change();
                }
                compareLocks();
            }
            compareReplicas();
            compareEmptied();
        }

        private Reply apply(Command command) {
            byte[] octets = CommandCodec.encode(command, null);
            log.add(octets);
            stamps.add(tester.stampMillis);
            long revision = tester.namespace.revision() + 1;
            tree.at(revision, tester.stampMillis);
            Reply reply =
                    tester.namespace.apply(revision, tester.stampMillis, octets).reply();
            long clock = tester.namespace.logClockMillis();
            locks.removeIf(lock -> lock.expiryMillis() <= clock);
            return reply;
        }

        private void change() {
            Command command = command();
            List<String> named = new ArrayList<>();
            locks.stream().filter(lock -> random.nextInt(2) == 0).forEach(lock -> named.add(lock.token()));
            Reply reply = apply(new Guard(named, List.of()).around(command));
            String expected = tree.copy().run(command);
            boolean refusedByLock = isLocked(command, named);
            String code = reply instanceof Refusal refusal ? refusal.code().name() : ModelTree.DONE;
            if (code.equals("ELOCKED")) {
                assertThat(refusedByLock).as("seed %d: %s", seed, command).isTrue();
                return;
            }
            assertThat(code).as("seed %d: %s", seed, command).isEqualTo(expected);
            if (code.equals(ModelTree.DONE)) {
                assertThat(refusedByLock)
                        .as("seed %d: %s went through", seed, command)
                        .isFalse();
                tree.run(command);
                forget(command);
            }
        }

        private Command command() {
            FilePath path = path();
            return switch (random.nextInt(7)) {
                case 0, 1 ->
                    new Command.Create(
                            path,
                            random.nextInt(3) == 0 ? EntryType.FILE : EntryType.DIRECTORY,
                            null,
                            false,
                            Attributes.NONE,
                            IfExists.REFUSE,
                            Condition.NONE);
                case 2 -> new Command.PutContent(path, new byte[3], Attributes.NONE, Condition.NONE);
                case 3 ->
                    new Command.SetAttributes(
                            path,
                            true,
                            false,
                            new Attributes(0600, null, null, null, null, null, Map.of(), null),
                            Condition.NONE);
                case 4 -> new Command.Delete(path, random.nextBoolean(), false, Condition.NONE);
                case 5 -> new Command.Copy(path, true, path(), true);
                default -> new Command.Rename(path, path(), MODES.get(random.nextInt(MODES.size())), null, null);
            };
        }

        private FilePath path() {
            List<Name> names = new ArrayList<>();
            for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
                names.add(Name.of(NAMES[random.nextInt(NAMES.length)]));
            }
            return new FilePath(names);
        }

        private boolean exists(FilePath path) {
            return tree.stat(path, false).contains(" ");
        }

        private boolean isLocked(Command command, List<String> named) {
            if (command instanceof Command.Rename rename) {
                boolean nothing = rename.from().equals(rename.to());
                return !nothing
                        && (isRemovalLocked(rename.from(), named)
                                || isCovered(rename.to().parent(), named)
                                || (exists(rename.to()) && isRemovalLocked(rename.to(), named)));
            }
            if (command instanceof Command.Delete delete) {
                return isRemovalLocked(delete.path(), named);
            }
            FilePath path = command instanceof Command.Copy copy
                    ? copy.to()
                    : command instanceof Command.Create create
                            ? create.path()
                            : command instanceof Command.PutContent put
                                    ? put.path()
                                    : ((Command.SetAttributes) command).path();
            return isCovered(exists(path) ? path : path.parent(), named);
        }

        private boolean isRemovalLocked(FilePath path, List<String> named) {
            boolean below = locks.stream()
                    .filter(lock -> isBelow(lock.path(), path))
                    .anyMatch(lock -> locks.stream()
                            .filter(other -> other.path().equals(lock.path()))
                            .noneMatch(other -> named.contains(other.token())));
            return below || isCovered(path, named) || isCovered(path.parent(), named);
        }

        private boolean isCovered(FilePath path, List<String> named) {
            List<Locked> covering =
                    locks.stream().filter(lock -> lock.covers(path)).toList();
            return !covering.isEmpty() && covering.stream().noneMatch(lock -> named.contains(lock.token()));
        }

        private void forget(Command command) {
            if (command instanceof Command.Delete delete) {
                forget(delete.path());
            } else if (command instanceof Command.Rename rename
                    && !rename.from().equals(rename.to())) {
                forget(rename.from());
                forget(rename.to());
            }
        }

        private void forget(FilePath path) {
            locks.removeIf(lock -> lock.path().equals(path) || isBelow(lock.path(), path));
        }

        private void lockOrUnlock() {
            if (!locks.isEmpty() && random.nextInt(3) == 0) {
                Locked lock = locks.get(random.nextInt(locks.size()));
                Reply reply = apply(new Command.Unlock(lock.path(), lock.token()));
                // It may just have ended by itself.
                assertThat(reply instanceof Reply.Done).isEqualTo(locks.remove(lock));
                return;
            }
            FilePath path = path();
            boolean missing = !exists(path);
            boolean exclusive = random.nextBoolean();
            boolean infinite = random.nextBoolean();
            String token = "token-" + tokens++;
            long life = 1_000L + random.nextInt(60_000);
            Reply reply = apply(new Command.Lock(path, token, exclusive, infinite, new byte[0], life));
            if (reply instanceof Reply.Locked locked) {
                assertThat(conflicts(path, exclusive, infinite))
                        .as("seed %d", seed)
                        .isFalse();
                if (missing) {
                    tree.run(new Command.Create(
                            path, EntryType.FILE, null, false, Attributes.NONE, IfExists.REFUSE, Condition.NONE));
                }
                boolean directory = locked.stat().type() == EntryType.DIRECTORY;
                locks.add(new Locked(
                        path, token, exclusive, infinite && directory, tester.namespace.logClockMillis() + life));
            } else if (((Refusal) reply).code() == ErrorCode.ELOCKED) {
                boolean names = missing && isCovered(path.parent(), List.of());
                assertThat(names || conflicts(path, exclusive, infinite))
                        .as("seed %d", seed)
                        .isTrue();
            }
        }

        private boolean conflicts(FilePath path, boolean exclusive, boolean infinite) {
            return locks.stream()
                    .filter(lock -> lock.covers(path) || (infinite && isBelow(lock.path(), path)))
                    .anyMatch(lock -> exclusive || lock.exclusive());
        }

        private void compareLocks() {
            Reply.Locks found = (Reply.Locks) tester.ask(new Query.GetLocks(FilePath.ROOT));
            assertThat(found.below())
                    .extracting(LockState::token)
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(
                            locks.stream().map(Locked::token).toList());
        }

        private void compareReplicas() throws IOException {
            Tester replayed = new Tester();
            for (int i = 0; i < log.size(); i++) {
                replayed.namespace.apply(i + 1, stamps.get(i), log.get(i));
            }
            assertThat(replayed.namespace.digest()).as("seed %d", seed).isEqualTo(tester.namespace.digest());
            Tester loaded = new Tester();
            loaded.load(tester.snapshot());
            assertThat(loaded.namespace.digest()).isEqualTo(tester.namespace.digest());
        }

        /** When all is deleted, no row of a lock is left. */
        private void compareEmptied() {
            List<String> all = locks.stream().map(Locked::token).toList();
            for (String name : tester.names("/")) {
                tester.must(new Guard(all, List.of()).around(Tester.deleteAll("/" + name)));
            }
            try (Pin pin = tester.namespace.pin()) {
                assertThat(pin.view().scan(Table.LOCK, new byte[0]).hasNext())
                        .as("seed %d", seed)
                        .isFalse();
            }
        }
    }
}
