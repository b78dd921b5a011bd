package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.benchmarks.network.FaultyNetwork;
import io.metroon.benchmarks.network.FaultyNetwork.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One-way, partial and whole partitions, and nodes that stand still, under clients that write and read through every node.
 * What the clients saw is checked twice: by replay in the order of revisions, and by the search, which knows nothing of them.
 */
class PartitionTest {
    private static final int NODES = 3;
    private static final int CLIENTS = 6;
    private static final int FAULTS = 16;
    private static final Duration FAULT_LASTS = Duration.ofMillis(1_500);
    private static final int ANSWERS = 20;
    private static final long STEPS_MAX = 2_000_000;

    private final long seed = Long.getLong("metroon.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TestCluster cluster = TestCluster.start(NODES);
    private FaultyNetwork network = new FaultyNetwork(Map.of());

    PartitionTest() throws IOException {}

    @BeforeEach
    void startThroughTheNetwork() throws IOException {
        cluster.killAll();
        Map<Integer, Integer> ports = new TreeMap<>();
        cluster.nodes().forEach(node -> ports.put(node, cluster.peerPort(node)));
        network = new FaultyNetwork(ports);
        cluster.startThrough(network);
        cluster.awaitLeader();
    }

    @AfterEach
    void endAll() throws IOException {
        cluster.close();
        network.close();
    }

    @Test
    void whateverIsCut_whatClientsSawIsOneHistory_andEachChangeHappensOnce() throws Exception {
        List<Observed> history;
        try (Load load = Load.startGivingUp(cluster, CLIENTS, seed)) {
            for (int fault = 0; fault < FAULTS; fault++) {
                Runnable cure = fault();
                awaitProgress(load, FAULT_LASTS);
                cure.run();
                awaitProgress(load, Duration.ZERO);
            }
            history = load.finish();
        }
        Report.keep("history-of-partitions.txt", history);
        Model model = HistoryCheck.replay(history);
        requireLinearizable(history.stream().map(Observed::atTheTime).toList());
        cluster.awaitEqualDigests();
        for (int node : cluster.nodes()) {
            HistoryCheck.requireSame(model, cluster, node);
        }
    }

    /** Breaks something; returns what mends it. */
    private Runnable fault() {
        int one = 1 + random.nextInt(NODES);
        int other = 1 + (one - 1 + 1 + random.nextInt(NODES - 1)) % NODES;
        switch (random.nextInt(5)) {
            case 0 -> network.cut(new Link(one, other));
            case 1 -> network.cut(new Link(one, other), new Link(other, one));
            case 2 -> network.isolate(one);
            case 3 -> network.isolate(cluster.leader().orElse(one));
            default -> {
                int paused = cluster.leader().orElse(one);
                cluster.pause(paused);
                return () -> cluster.resume(paused);
            }
        }
        return network::heal;
    }

    private void requireLinearizable(List<Observed> history) {
        Linearizability.Finding finding = Linearizability.search(history, STEPS_MAX);
        Report.line(
                "partitions: %d faults, %d requests, %d without an answer, %d after a retry; %s after %d steps, seed %d",
                FAULTS,
                history.size(),
                history.stream().filter(seen -> !seen.isKnown()).count(),
                history.stream().filter(seen -> seen.attempts() > 1).count(),
                finding.verdict(),
                finding.steps(),
                seed);
        assertThat(finding.verdict())
                .as("%d of %d requests explained", finding.explained(), history.size())
                .isEqualTo(Linearizability.Verdict.LINEARIZABLE);
    }

    /** Waits so long, and then for some answers, or as long as an election and what it holds up may take. */
    private static void awaitProgress(Load load, Duration least) {
        int goal = load.answered() + ANSWERS;
        long deadline = System.nanoTime() + least.plusMillis(1_500).toNanos();
        Awaitility.await()
                .pollDelay(least)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> load.answered() >= goal || System.nanoTime() > deadline);
    }
}
