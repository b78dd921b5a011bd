package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.simulator.check.Violation;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A simulator that finds nothing proves nothing: it must find every deliberate bug, within a number of seeds. */
class MutantTest {
    /** Seeds within which each mutant must be noticed; {@link #theSystemAsItIs_passesTheSameSeeds} runs the first of them. */
    private static final int SEEDS_MAX = 1_000;

    private static final int SEEDS_UNMUTATED = 40;

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void mutantIsCaught(Mutant mutant) {
        Violation violation = null;
        long seed = 0;
        while (violation == null && seed < SEEDS_MAX) {
            violation = Batch.run(
                            ++seed,
                            SimulationOptions.DEFAULT
                                    .withEngine(mutant.engine())
                                    .withSabotage(mutant))
                    .violation();
        }

        if (violation == null) {
            throw new AssertionError(mutant + " was not caught within " + seed + " seeds");
        }
        Batch.print(String.format("mutant %-30s caught after %3d seeds by %s", mutant, seed, violation.invariant()));
    }

    static Stream<Arguments> firstSeeds() {
        return Arrays.stream(EpochConfig.Engine.values())
                .flatMap(engine ->
                        LongStream.rangeClosed(1, SEEDS_UNMUTATED).mapToObj(seed -> Arguments.of(engine, seed)));
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void theSystemAsItIs_passesTheSameSeeds(EpochConfig.Engine engine, long seed) {
        assertThat(Batch.run(seed, SimulationOptions.DEFAULT.withEngine(engine)).violation())
                .isNull();
    }
}
