package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.simulator.FreshSeeds;
import io.metroon.consensus.simulator.Report;
import io.metroon.consensus.simulator.Sabotage;
import io.metroon.consensus.simulator.SimulationOptions;
import io.metroon.namespace.Command;
import io.metroon.namespace.MemoryNamespaceStore;
import io.metroon.namespace.NamespaceStore;
import io.metroon.namespace.mapdb.MapDbNamespaceStore;
import io.metroon.replica.StateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole clusters of the namespace that a node runs, simulated: every reply must be that of a plain tree to which the log
 * was applied in order, and after every slot all replicas must have the same digest. One seed again, with its time line:
 * {@code -Dsimulation.seed=N}; more: {@code -Dsimulation.seeds=N}, {@code -Dsimulation.base=N}.
 */
class NamespaceSimulationTest {
    private static final int SEEDS = 100;
    private static final int MAPDB_SEEDS = 3;
    private static final int MUTANT_SEEDS = 5;
    private static final int LINES_OF_FAILURE = 200;

    @TempDir
    Path directory;

    private long steps;
    private long slots;
    private long answered;
    private int starts;
    private long snapshotsLoaded;

    @Test
    void everyReply_isThatOfAPlainTree_onEverySeed() {
        batch("memory", MemoryNamespaceStore::new, Integer.getInteger("simulation.seeds", SEEDS));
    }

    /** A crash leaves a store that was not sealed: at the next start of a node in its directory nothing of it counts. */
    @Test
    void everyReply_isThatOfAPlainTree_onStoresThatACrashLeft() {
        batch("mapdb", null, Integer.getInteger("simulation.seeds", MAPDB_SEEDS));
        assertThat(directory).isNotEmptyDirectory();
    }

    @Test
    void aTreeThatDeletesMoreThanItWasTold_isNoticed() {
        UnaryOperator<Command> misread = command -> command instanceof Command.Delete delete
                ? new Command.Delete(delete.path(), true, delete.mustBeDirectory(), delete.condition())
                : command;
        assertThat(failures(SimulationOptions.DEFAULT, misread)).isNotEmpty();
    }

    @Test
    void aReplicaWhoseClockDecides_isNoticed() {
        Sabotage sabotage = new Sabotage() {
            private int boots;

            @Override
            public <R> StateMachine<R> machine(StateMachine<R> honest) {
                return boots++ % 2 == 0 ? honest : new LateMachine<>(honest);
            }
        };
        assertThat(failures(SimulationOptions.DEFAULT.withSabotage(sabotage), UnaryOperator.identity()))
                .anyMatch(failure -> failure.contains("REPLICAS_AGREE"));
    }

    private static List<String> failures(SimulationOptions options, UnaryOperator<Command> reading) {
        List<String> failures = new ArrayList<>();
        for (long seed = 1; seed <= MUTANT_SEEDS; seed++) {
            try (SimulatedRun run = new SimulatedRun(MemoryNamespaceStore::new, reading)) {
                String failure = run.failure(run.run(seed, options));
                if (failure != null) {
                    failures.add(failure);
                }
            }
        }
        return failures;
    }

    /** Applies commands as if they had come a little later. */
    private record LateMachine<R>(StateMachine<R> honest) implements StateMachine<R> {
        @Override
        public R apply(long slot, long stampMillis, byte[] command) {
            return honest.apply(slot, stampMillis + 1, command);
        }

        @Override
        public void skip(long slot, long stampMillis) {
            honest.skip(slot, stampMillis);
        }

        @Override
        public long appliedSlot() {
            return honest.appliedSlot();
        }

        @Override
        public Frozen freeze() {
            return honest.freeze();
        }

        @Override
        public void load(InputStream snapshot) throws IOException {
            honest.load(snapshot);
        }
    }

    private void batch(String store, @Nullable Supplier<NamespaceStore> stores, int seeds) {
        Long one = Long.getLong("simulation.seed");
        long base = one != null ? one : FreshSeeds.base();
        List<String> failures = new ArrayList<>();
        for (long seed = base; seed < base + (one != null ? 1 : seeds); seed++) {
            // The same directories for each seed: they hold what the seed before left in them.
            String failure = run(seed, stores != null ? stores : leftBehind(), one != null);
            if (failure != null) {
                failures.add("seed " + seed + " on " + store + ": " + failure);
                print(failures.get(failures.size() - 1)
                        + "\n  replay: mvn -o -pl deploy/node -am package -Dtest=NamespaceSimulationTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + seed);
            }
        }
        print(String.format(
                Locale.ROOT,
                "machine=namespace store=%s seeds=%d from=%d steps=%d slots=%d answers=%d starts=%d snapshots loaded=%d"
                        + " violations=%d",
                store,
                one != null ? 1 : seeds,
                base,
                steps,
                slots,
                answered,
                starts,
                snapshotsLoaded,
                failures.size()));
        assertThat(failures).isEmpty();
    }

    private @Nullable String run(long seed, Supplier<NamespaceStore> stores, boolean verbose) {
        try (SimulatedRun run = new SimulatedRun(stores, UnaryOperator.identity())) {
            SimulationOptions options = SimulationOptions.DEFAULT;
            Report report = run.run(seed, verbose ? options.withTimeline() : options);
            steps += report.steps();
            slots += report.chosenSlots();
            answered += report.acknowledged();
            starts += run.starts();
            snapshotsLoaded += report.coverage().count("snapshot loaded");
            if (verbose) {
                List<String> lines = report.timeline();
                lines.subList(Math.max(0, lines.size() - LINES_OF_FAILURE), lines.size())
                        .forEach(NamespaceSimulationTest::print);
            }
            return run.failure(report);
        }
    }

    private Supplier<NamespaceStore> leftBehind() {
        AtomicInteger start = new AtomicInteger();
        return () -> {
            MapDbNamespaceStore.Opened opened =
                    MapDbNamespaceStore.open(directory.resolve("start-" + start.incrementAndGet()));
            assertThat(opened.sealedAt()).isEmpty();
            return opened.store();
        };
    }

    @SuppressWarnings("SystemOut") // What a batch came to belongs on the console of the build.
    private static void print(String text) {
        System.out.println(text);
    }
}
