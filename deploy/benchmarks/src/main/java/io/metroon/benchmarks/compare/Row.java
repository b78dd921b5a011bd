package io.metroon.benchmarks.compare;

import java.util.Locale;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * A measure of both engines.
 *
 * @param measure what
 * @param paxos under Multi-Paxos
 * @param raft under Raft
 */
record Row(Measure measure, Samples paxos, Samples raft) {
    /** Fewer trials an engine than these can't show a difference at the level below, however large it is. */
    private static final int TRIALS_MIN = 4;
    /** How often the test says that there is a difference where there is none. */
    private static final double LEVEL = 0.05;

    /** What the figures allow to say. */
    enum Verdict {
        TOO_FEW("too few runs to tell"),
        SAME("no difference beyond the spread"),
        PAXOS("Multi-Paxos"),
        RAFT("Raft");

        final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    /**
     * Who is better, by the rank test of Mann and Whitney, two-sided: it asks whether a trial of one engine tends to give more than one
     * of the other, and assumes no distribution.
     */
    Verdict verdict() {
        if (paxos.values().size() < TRIALS_MIN || raft.values().size() < TRIALS_MIN) {
            return Verdict.TOO_FEW;
        }
        if (paxos.median() == raft.median() || chance() >= LEVEL) {
            return Verdict.SAME;
        }
        return paxos.median() > raft.median() == measure.moreIsBetter ? Verdict.PAXOS : Verdict.RAFT;
    }

    private double chance() {
        return MannWhitneyUTest.withDefaults()
                .test(paxos.toArray(), raft.toArray())
                .getPValue();
    }

    /** The verdict with the ratio of the medians, if there is a difference. */
    String conclusion() {
        Verdict verdict = verdict();
        boolean differs = verdict == Verdict.PAXOS || verdict == Verdict.RAFT;
        double less = Math.min(paxos.median(), raft.median());
        if (!differs || less <= 0) {
            return verdict.text;
        }
        double ratio = Math.max(paxos.median(), raft.median()) / less;
        return String.format(
                Locale.ROOT, "%s, %.2f times %s", verdict.text, ratio, measure.moreIsBetter ? "more" : "less");
    }
}
