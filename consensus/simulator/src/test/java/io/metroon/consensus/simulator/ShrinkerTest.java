package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShrinkerTest {
    private static final long NANOS = 60_000_000_000L;

    /** A failing schedule keeps at most a third of its faults. */
    private static final int SHRINKS_BY = 3;

    /** With fewer faults there is nothing to shrink. */
    private static final int FAULTS_MIN = 10;

    private static Report firstFailing(SimulationOptions options) {
        long seed = 0;
        Report report;
        do {
            report = Batch.run(++seed, options);
        } while (report.passed() || report.faults().size() < FAULTS_MIN);
        return report;
    }

    @ParameterizedTest
    @EnumSource(
            value = Mutant.class,
            names = {"FORGETS_PROMISE_AT_RESTART", "SYNC_DOES_NOTHING", "KEEPS_CONFLICTING_ENTRIES"})
    void failingSeed_shrinksToAFewFaults_andReplaysIdentically(Mutant mutant) {
        SimulationOptions options =
                SimulationOptions.DEFAULT.withEngine(mutant.engine()).withSabotage(mutant);
        Report failing = firstFailing(options);

        Reduction reduction = Batch.shrink(failing, options, NANOS);
        Report shrunk = Batch.run(failing.seed(), options.withReduction(reduction));
        Report replayed = Batch.run(failing.seed(), options.withReduction(Reduction.parse(reduction.toString())));

        Batch.print(String.format(
                "shrunk %s, seed %d: %d faults to %d: %s",
                mutant, failing.seed(), failing.faults().size(), shrunk.faults().size(), reduction));
        assertThat(shrunk.faults()).hasSizeLessThanOrEqualTo(failing.faults().size() / SHRINKS_BY);
        assertThat(invariantOf(shrunk)).isEqualTo(invariantOf(failing));
        assertThat(replayed.digest()).isEqualTo(shrunk.digest());
        assertThat(String.valueOf(replayed.violation())).isEqualTo(String.valueOf(shrunk.violation()));
    }

    private static Object invariantOf(Report report) {
        return Objects.requireNonNull(report.violation()).invariant();
    }
}
