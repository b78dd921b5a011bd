package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of any node, and of all at once, at any moment under load. */
class KillTest {
    private static final int KILLS = 50;
    private static final int CLIENTS = 6;

    @Test
    void kill_fiftyTimesUnderLoad_losesNothingAcknowledged() throws Exception {
        long seed = Long.getLong("metroon.seed", System.nanoTime());
        Random random = new Random(seed);
        try (TestCluster cluster = TestCluster.start(3);
                Load load = Load.start(cluster, CLIENTS, seed)) {
            int all = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                // Wherever the load happens to be by then.
                awaitProgress(load, random.nextInt(60));
                if (random.nextInt(4) == 0) {
                    cluster.killAll();
                    all++;
                } else {
                    cluster.kill(1 + random.nextInt(3));
                }
                if (random.nextInt(3) > 0) {
                    cluster.up();
                }
            }
            cluster.up();
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
            cluster.awaitEqualDigests();
            for (int node : cluster.nodes()) {
                HistoryCheck.requireSame(model, cluster, node);
            }
            assertThat(history.size()).as("the load ran between the kills").isGreaterThan(KILLS * 10);
        }
    }

    /** Waits for some more answers; without a quorum none come, and the next kill falls into that. */
    private static void awaitProgress(Load load, int changes) {
        int goal = load.answered() + changes;
        long deadline = System.nanoTime() + 1_500_000_000L;
        Awaitility.await()
                .pollInterval(java.time.Duration.ofMillis(2))
                .until(() -> load.answered() >= goal || System.nanoTime() > deadline);
    }
}
