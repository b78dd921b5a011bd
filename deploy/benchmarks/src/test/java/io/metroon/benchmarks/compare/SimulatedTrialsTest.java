package io.metroon.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.benchmarks.compare.Measure.Group;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One seed of the comparison in the simulator, and the reports of it. */
class SimulatedTrialsTest {
    private static final Circumstances CIRCUMSTANCES =
            new Circumstances("metroon compare --seeds 1", "2026-01-01T00:00:00Z", "<a machine>", "0.1.0");

    @Test
    void aSeed_givesEveryMeasureOfTheSimulatorUnderBothEngines_andTheReportsShowIt() throws Exception {
        Figures figures = new Figures();
        new SimulatedTrials(figures).run(1, true);
        List<Measure> simulated = Arrays.stream(Measure.values())
                .filter(measure -> measure.group == Group.SIMULATOR || measure.group == Group.SIMULATOR_SHAPES)
                .toList();
        assertThat(figures.rows()).extracting(Row::measure).containsExactlyElementsOf(simulated);
        assertThat(figures.timeLines()).hasSize(3);

        StringWriter text = new StringWriter();
        TextReport.print(figures, new PrintWriter(text));
        simulated.forEach(measure -> assertThat(text.toString()).contains(Text.title(measure)));
        requireSelfContained(HtmlReport.of(figures, CIRCUMSTANCES));
    }

    private static void requireSelfContained(String page) {
        assertThat(page).contains("uPlot").contains("&lt;a machine&gt;").doesNotContain("@SCRIPT@");
        assertThat(page).doesNotContain("<script src").doesNotContain("<link").doesNotContain("@import");
    }

    @Test
    void theSameSeed_givesTheSameFigures() {
        Figures once = new Figures();
        Figures again = new Figures();
        new SimulatedTrials(once).run(2, false);
        new SimulatedTrials(again).run(2, false);
        assertThat(again.rows()).isEqualTo(once.rows());
    }
}
