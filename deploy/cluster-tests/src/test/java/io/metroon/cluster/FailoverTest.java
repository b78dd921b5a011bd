package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long writing stops when the leader dies. */
class FailoverTest {
    private static final int TRIALS = 10;
    private static final Duration BOUND = Duration.ofSeconds(2);

    @ParameterizedTest
    @ValueSource(strings = {"paxos", "raft"})
    void kill_ofTheLeader_theNextWriteIsAcknowledgedWithinTwoSeconds(String engine) throws Exception {
        List<Long> millis = new ArrayList<>();
        try (TestCluster cluster = TestCluster.start(3, engine)) {
            assertThat(cluster.http()
                            .send("GET", cluster.url(1) + "/v1/cluster")
                            .json()
                            .path("engine")
                            .asText())
                    .isEqualTo(engine);
            for (int trial = 0; trial < TRIALS; trial++) {
                millis.add(trial(cluster, trial));
                cluster.up();
                cluster.awaitEqualDigests();
            }
        }
        Collections.sort(millis);
        Report.line(
                "failover under %s: kill -9 of the leader to the next acknowledged write, %d trials: %s ms, median %d, worst %d",
                engine, TRIALS, millis, millis.get(TRIALS / 2), millis.get(TRIALS - 1));
        assertThat(millis)
                .allSatisfy(span -> assertThat(Duration.ofMillis(span)).isLessThan(BOUND));
    }

    private static long trial(TestCluster cluster, int trial) {
        int leader = cluster.awaitLeader();
        int survivor = leader % 3 + 1;
        long began = System.nanoTime();
        cluster.kill(leader);
        for (int attempt = 0; ; attempt++) {
            if (created(cluster, survivor, "/trial-" + trial + "-" + attempt)) {
                return (System.nanoTime() - began) / 1_000_000;
            }
        }
    }

    private static boolean created(TestCluster cluster, int node, String path) {
        try {
            // As a person would: a short wait, then again.
            return cluster.http()
                            .send("PUT", cluster.url(node) + "/v1/fs" + path, "", Map.of("Prefer", "wait=1"))
                            .status()
                    == 201;
        } catch (IOException e) {
            return false;
        }
    }
}
