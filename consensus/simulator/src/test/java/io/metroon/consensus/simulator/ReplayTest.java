package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs the seed of {@code -Dsimulation.seed=N}, seed 1 without it, and prints its time line. */
class ReplayTest {
    private static final int LINES_MAX = 2_000;

    @Test
    void seedOfTheCommandLine_isReplayedWithItsTimeLine() {
        boolean asked = System.getProperty("simulation.seed") != null;
        Report report = Batch.run(Long.getLong("simulation.seed", 1), SimulationOptions.DEFAULT.withTimeline());
        if (asked) {
            int from = Math.max(0, report.timeline().size() - LINES_MAX);
            report.timeline().subList(from, report.timeline().size()).forEach(Batch::print);
            Batch.print("seed " + report.seed() + ": " + report.settings());
        }

        assertThat(report.violation()).isNull();
    }
}
