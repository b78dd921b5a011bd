package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.epoch.EpochConfig;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {
    private static final int SEEDS = 50;

    @ParameterizedTest
    @EnumSource(EpochConfig.Engine.class)
    void sameSeed_givesTheSameRun(EpochConfig.Engine engine) {
        SimulationOptions options = SimulationOptions.DEFAULT.withEngine(engine);
        for (long seed = 1; seed <= SEEDS; seed++) {
            Report first = Batch.run(seed, options);
            Report second = Batch.run(seed, options);

            assertThat(fingerprint(second)).as("seed %d", seed).isEqualTo(fingerprint(first));
        }
    }

    private static List<Object> fingerprint(Report report) {
        return List.of(
                report.digest(),
                report.steps(),
                report.chosenSlots(),
                report.faults(),
                report.coverage().counts());
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 7})
    void timeline_changesNothing(long seed) {
        Report bare = Batch.run(seed, SimulationOptions.DEFAULT);
        Report told = Batch.run(seed, SimulationOptions.DEFAULT.withTimeline());

        assertThat(told.digest()).isEqualTo(bare.digest());
        assertThat(told.timeline()).isNotEmpty();
        assertThat(bare.timeline()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 7})
    void keepingEveryFaultByName_changesNothing(long seed) {
        Report whole = Batch.run(seed, SimulationOptions.DEFAULT);
        Reduction all =
                Reduction.NONE.keeping(whole.faults().stream().map(Fault::name).toList());

        Report same = Batch.run(seed, SimulationOptions.DEFAULT.withReduction(Reduction.parse(all.toString())));

        assertThat(fingerprint(same)).isEqualTo(fingerprint(whole));
    }
}
