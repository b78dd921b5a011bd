package io.metroon.consensus.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.consensus.epoch.EpochConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The three shapes of partial connectivity of the OmniPaxos paper, over fresh seeds, while clients at all nodes write: Multi-Paxos
 * must write again within a few election timeouts. What Raft does under the same seeds is measured the same way and printed beside
 * it; only that it breaks no invariant is required of it.
 */
class PartialConnectivityTest {
    /** Of silence without any answer: two until a leader is missed, and some for the election and its retries. */
    private static final double TIMEOUTS_MAX = 5;

    private static final int SEEDS = Integer.getInteger("partial.connectivity.seeds", 24);

    @ParameterizedTest
    @EnumSource
    void whileTheShapeLasts_multiPaxosWritesAgainWithinFiveElectionTimeouts(PartialConnectivity shape) {
        List<PartialConnectivityTrial> paxos = trials(shape, EpochConfig.Engine.PAXOS);
        List<PartialConnectivityTrial> raft = trials(shape, EpochConfig.Engine.RAFT);
        print(shape, EpochConfig.Engine.PAXOS, paxos);
        print(shape, EpochConfig.Engine.RAFT, raft);
        assertThat(paxos).allSatisfy(trial -> {
            assertThat(trial.committed()).isTrue();
            assertThat(PartialConnectivityTrial.inTimeouts(trial.longestPauseNanos()))
                    .isLessThanOrEqualTo(TIMEOUTS_MAX);
        });
    }

    private static List<PartialConnectivityTrial> trials(PartialConnectivity shape, EpochConfig.Engine engine) {
        long base = FreshSeeds.base();
        return LongStream.range(base, base + SEEDS)
                .mapToObj(seed -> PartialConnectivityTrial.run(seed, engine, shape))
                .toList();
    }

    private static void print(
            PartialConnectivity shape, EpochConfig.Engine engine, List<PartialConnectivityTrial> trials) {
        List<Double> first = new ArrayList<>();
        trials.stream()
                .filter(PartialConnectivityTrial::committed)
                .forEach(trial -> first.add(PartialConnectivityTrial.inTimeouts(trial.firstCommitNanos())));
        Collections.sort(first);
        System.out.printf(
                Locale.ROOT,
                "%-12s %-5s of %d nodes: commits in %d of %d seeds; to the first commit %s%n",
                shape,
                engine,
                PartialConnectivityTrial.nodes(shape),
                first.size(),
                trials.size(),
                first.isEmpty()
                        ? "none while the shape lasts"
                        : String.format(
                                Locale.ROOT,
                                "%.2f election timeouts in the median, %.2f at worst%s",
                                first.get(first.size() / 2),
                                first.get(first.size() - 1),
                                first.size() < trials.size() ? ", else none while the shape lasts" : ""));
    }
}
