package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.epoch.EpochConfig;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Runs the seed of {@code -Dsimulation.seed=N} under {@code -Dsimulation.engine=E}, seed 1 without it, and prints its time
 * line: all of it, or what {@code -Dsimulation.mask=...} leaves; the last 2,000 lines of it, or {@code -Dsimulation.lines=N}.
 */
class ReplayTest {
    private static final int LINES = 2_000;

    private static EpochConfig.Engine engine() {
        String name = System.getProperty("simulation.engine", "paxos");
        return EpochConfig.Engine.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static SimulationOptions options() {
        String mask = System.getProperty("simulation.mask");
        return SimulationOptions.DEFAULT
                .withEngine(engine())
                .withLength(Integer.getInteger("simulation.length", 1))
                .withReduction(mask == null ? Reduction.NONE : Reduction.parse(mask))
                .withTimeline();
    }

    @Test
    void seedOfTheCommandLine_isReplayedWithItsTimeLine() {
        boolean asked = System.getProperty("simulation.seed") != null;
        Report report = Batch.run(Long.getLong("simulation.seed", 1), options());
        if (asked) {
            int from = Math.max(0, report.timeline().size() - Integer.getInteger("simulation.lines", LINES));
            report.timeline().subList(from, report.timeline().size()).forEach(Batch::print);
            Batch.print("seed " + report.seed() + ": " + report.settings());
            report.faults().forEach(fault -> Batch.print("  " + fault));
        }

        assertThat(report.violation()).isNull();
    }
}
