package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void sameSeed_givesTheSameRun(long seed) {
        Report first = Batch.run(seed, SimulationOptions.DEFAULT);
        Report second = Batch.run(seed, SimulationOptions.DEFAULT);

        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.steps()).isEqualTo(first.steps());
        assertThat(second.chosenSlots()).isEqualTo(first.chosenSlots());
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
}
