package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.simulator.check.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulator that finds nothing proves nothing: it must find every deliberate bug, within a number of seeds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutantTest {
    /** Seeds within which each mutant must be noticed; {@link #theSystemAsItIs_passesTheSameSeeds} runs the first of them. */
    private static final int SEEDS_MAX = 600;

    private static final int SEEDS_UNMUTATED = 40;

    private final ConcurrentSkipListMap<Mutant, String> caught = new ConcurrentSkipListMap<>();

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void mutantIsCaught(Mutant mutant) {
        SimulationOptions options =
                SimulationOptions.DEFAULT.withEngine(mutant.engine()).withSabotage(mutant);
        Violation violation = null;
        long seed = 0;
        while (violation == null && seed < SEEDS_MAX) {
            violation = Batch.run(++seed, options).violation();
        }

        if (violation == null) {
            throw new AssertionError(mutant + " was not caught within " + seed + " seeds");
        }
        caught.put(mutant, line(mutant, seed, violation));
    }

    private static String line(Mutant mutant, long seeds, Violation violation) {
        return String.format(Locale.ROOT, "%-34s %-5s %5d  %s", mutant, mutant.engine(), seeds, violation.invariant());
    }

    @AfterAll
    void publishTable() throws IOException {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-34s %-5s %5s  %s%n", "mutant", "under", "seeds", "caught by"));
        caught.values().forEach(line -> table.append(line).append('\n'));
        Batch.print(table.toString());
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/mutants.txt"), table);
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void theSystemAsItIs_passesTheSameSeeds(EpochConfig.Engine engine) {
        for (long seed = 1; seed <= SEEDS_UNMUTATED; seed++) {
            Report report = Batch.run(seed, SimulationOptions.DEFAULT.withEngine(engine));

            assertThat(report.violation()).as("seed %d", seed).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void thereAreMutantsEnough(EpochConfig.Engine engine) {
        List<Mutant> mutants = List.of(Mutant.values());

        assertThat(mutants)
                .filteredOn(mutant -> mutant.engine() == engine)
                .hasSizeGreaterThanOrEqualTo(engine == EpochConfig.Engine.PAXOS ? 30 : 10);
    }
}
