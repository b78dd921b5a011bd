package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of any node, and of all at once, at any moment under load. */
class KillTest {
    private static final int KILLS = 30;
    private static final int CLIENTS = 6;

    /** Every dead node was started again: changes go on as soon as a majority is back. */
    private static final Duration WITH_HELP = Duration.ofSeconds(10);

    /** Nobody may be left to answer. */
    private static final Duration WITHOUT_HELP = Duration.ofMillis(1_500);

    private static final Duration SLACK = Duration.ofSeconds(10);

    @Test
    void kill_fiftyTimesUnderLoad_losesNothingAcknowledged() throws Exception {
        long seed = Long.getLong("metroon.seed", System.nanoTime());
        Random random = new Random(seed);
        try (TestCluster cluster = TestCluster.start(3);
                Load load = Load.start(cluster, CLIENTS, seed)) {
            int all = 0;
            Duration mayWait = WITH_HELP;
            for (int kill = 0; kill < KILLS; kill++) {
                // Wherever the load happens to be by then, and whether or not a dead node is back already.
                awaitProgress(load, random.nextInt(60), mayWait);
                if (random.nextInt(4) == 0) {
                    cluster.killAll();
                    all++;
                } else {
                    cluster.kill(1 + random.nextInt(3));
                }
                mayWait = WITHOUT_HELP;
                if (random.nextInt(3) > 0) {
                    cluster.reviveAll();
                    mayWait = WITH_HELP;
                }
            }
            cluster.reviveAll();
            List<Observed> history = load.finish();
            Report.line(
                    "kills: %d (%d of all nodes at once), %d requests answered, %d of them after a retry, seed %d",
                    KILLS,
                    all,
                    history.size(),
                    history.stream().filter(entry -> entry.attempts() > 1).count(),
                    seed);
            Report.keep("history-of-kills.txt", history);
            Model model = HistoryCheck.replay(history);
            cluster.awaitReady();
            cluster.awaitEqualDigests();
            for (int node : cluster.nodes()) {
                HistoryCheck.requireSame(model, cluster, node);
            }
            assertThat(history.size()).as("the load ran between the kills").isGreaterThan(KILLS * 10);
        }
    }

    /** Waits for some more answers; when none come, the next kill falls into that. */
    private static void awaitProgress(Load load, int changes, Duration atMost) {
        int goal = load.answered() + changes;
        long deadline = System.nanoTime() + atMost.toNanos();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(atMost.plus(SLACK))
                .until(() -> load.answered() >= goal || System.nanoTime() > deadline);
    }
}
