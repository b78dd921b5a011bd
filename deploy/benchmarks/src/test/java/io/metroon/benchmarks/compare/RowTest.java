package io.metroon.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the figures allow to say. */
class RowTest {
    private static final List<Double> LOW = List.of(1.0, 1.1, 1.2, 1.3);
    private static final List<Double> HIGH = List.of(2.0, 2.1, 2.2, 2.3);
    private static final List<Double> WIDE = List.of(0.5, 1.15, 1.2, 2.5);

    private static Row row(Measure measure, List<Double> paxos, List<Double> raft) {
        return new Row(measure, new Samples(paxos), new Samples(raft));
    }

    @Test
    void trialsThatDoNotOverlap_areADifference_withTheRatioOfTheMedians() {
        assertThat(row(Measure.WRITE, LOW, HIGH).conclusion()).isEqualTo("Multi-Paxos, 1.87 times less");
        assertThat(row(Measure.WRITE, HIGH, LOW).conclusion()).isEqualTo("Raft, 1.87 times less");
    }

    @Test
    void whatIsCountedASecond_isBetterWhenThereIsMoreOfIt() {
        assertThat(row(Measure.CREATE, LOW, HIGH).conclusion()).isEqualTo("Raft, 1.87 times more");
    }

    @Test
    void trialsThatOverlap_areNoDifference() {
        assertThat(row(Measure.WRITE, LOW, WIDE).verdict()).isEqualTo(Row.Verdict.SAME);
    }

    @Test
    void equalTrials_areNoDifference() {
        List<Double> same = List.of(8.0, 8.0, 8.0, 8.0);
        assertThat(row(Measure.SIM_MESSAGES, same, same).verdict()).isEqualTo(Row.Verdict.SAME);
    }

    @Test
    void threeTrials_areTooFewWhateverTheySay() {
        assertThat(row(Measure.WRITE, LOW.subList(0, 3), HIGH.subList(0, 3)).verdict())
                .isEqualTo(Row.Verdict.TOO_FEW);
    }

    @Test
    void median_ofAnEvenNumberOfTrials_liesBetweenTheMiddleTwo() {
        assertThat(new Samples(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
    }
}
