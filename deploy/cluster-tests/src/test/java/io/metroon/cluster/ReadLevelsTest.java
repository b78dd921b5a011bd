package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.benchmarks.network.FaultyNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each read level, asked on both sides of a partition and around a leader that stands still: docs/consistency.md. */
class ReadLevelsTest {
    private static final int NODES = 3;
    private static final String LEASES = "lease: {spanMillis: 400, clockRateBound: 0.01, marginMillis: 100}\n";
    /** Levels that miss nothing acknowledged before the read began. */
    private static final List<String> EXACT = List.of("linearizable", "lease", "quorum");

    private static final String SHORT_BOUND = "bounded=1500";
    private static final String LONG_BOUND = "bounded=600000";
    private static final int WRITES = 5;
    private static final Duration SETTLE = Duration.ofSeconds(30);

    private final TestCluster cluster = TestCluster.start(NODES);
    private FaultyNetwork network = new FaultyNetwork(Map.of());

    ReadLevelsTest() throws IOException {}

    @BeforeEach
    void startThroughTheNetwork() throws IOException {
        cluster.killAll();
        Map<Integer, Integer> ports = new TreeMap<>();
        cluster.nodes().forEach(node -> ports.put(node, cluster.peerPort(node)));
        network = new FaultyNetwork(ports);
        cluster.startThrough(network, LEASES);
        cluster.awaitReady();
    }

    @AfterEach
    void endAll() throws IOException {
        cluster.close();
        network.close();
    }

    @Test
    void eachLevel_answersWhereTheTableSaysSo_andNothingAcknowledgedIsMissed() throws Exception {
        int leader = cluster.awaitLeader();
        requireTable(leader, "leader");
        int follower = cluster.awaitLeader() % NODES + 1;
        requireTable(follower, "follower");
        requirePausedLeaderMissesNothing();
    }

    private void requireTable(int alone, String name) throws IOException {
        List<Integer> majority =
                cluster.nodes().stream().filter(node -> node != alone).toList();
        long before = write(majority.get(0), name + "-before");
        for (int node : cluster.nodes()) {
            awaitAnswer(node, name + "-before", "at-least=" + before);
            awaitAnswer(node, name + "-before", SHORT_BOUND);
        }
        network.isolate(alone);
        long after = 0;
        for (int i = 0; i < WRITES; i++) {
            after = write(majority.get(i % 2), name + i);
            requireExactReads(alone, majority, name + i, after);
        }
        requireMinority(alone, name, before, after);
        requireMajority(majority, name, after);
        network.heal();
        for (String level : List.of("linearizable", "lease", "quorum", SHORT_BOUND, "at-least=" + after)) {
            awaitAnswer(alone, name + (WRITES - 1), level);
        }
    }

    /** After an acknowledgement: who can't know of it says so. */
    private void requireExactReads(int alone, List<Integer> majority, String name, long revision) throws IOException {
        for (String level : EXACT) {
            requireRefused(read(alone, name, level, 0), level);
            for (int node : majority) {
                requireAnswer(read(node, name, level, 5), level, revision);
            }
        }
    }

    private void requireMinority(int alone, String name, long before, long after) throws IOException {
        for (String level : EXACT) {
            requireRefused(read(alone, name + "-before", level, 1), level);
        }
        Awaitility.await()
                .atMost(SETTLE)
                .until(() -> read(alone, name + "-before", SHORT_BOUND, 0).status() == 503);
        Http.Answer tooOld = read(alone, name + "-before", SHORT_BOUND, 0);
        requireRefused(tooOld, SHORT_BOUND);
        assertThat(tooOld.json().path("detail").asText()).matches(".* not within 1500 ms: it may be \\d+ ms old");
        for (String level : List.of(LONG_BOUND, "at-least=" + before, "stale")) {
            requireAnswer(read(alone, name + "-before", level, 0), level, before);
        }
        requireRefused(read(alone, name + "-before", "at-least=" + after, 1), "at-least");
        Http.Answer missing = read(alone, name + "0", "stale", 0);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.revision()).isBetween(before, after - 1);
        assertThat(put(alone, name + "-refused", 1).status()).isIn(503, 504);
    }

    private void requireMajority(List<Integer> majority, String name, long after) throws IOException {
        for (int node : majority) {
            for (String level : List.of(SHORT_BOUND, LONG_BOUND, "stale")) {
                awaitAnswer(node, name + "-before", level);
            }
            requireAnswer(read(node, name + "0", "at-least=" + after, 5), "at-least", after);
        }
    }

    /** A leader that stood still believes that no time has passed, and that it leads. */
    private void requirePausedLeaderMissesNothing() throws IOException {
        int paused = cluster.awaitLeader();
        int other = paused % NODES + 1;
        cluster.pause(paused);
        requireAnswer(read(other, "leader-before", "stale", 0), "stale", 1);
        long revision = write(other, "meanwhile");
        requireAnswer(read(other, "meanwhile", "quorum", 5), "quorum", revision);
        cluster.resume(paused);
        for (String level : EXACT) {
            Http.Answer answer = read(paused, "meanwhile", level, 5);
            assertThat(answer.status()).as("%s: %s", level, answer.text()).isIn(200, 503);
        }
        EXACT.forEach(level -> awaitAnswer(paused, "meanwhile", level));
    }

    // ---- requests ----

    private Http.Answer read(int node, String name, String level, int waitSeconds) throws IOException {
        return cluster.http()
                .send(
                        "GET",
                        cluster.url(node) + "/v1/fs/" + name,
                        "",
                        Map.of("Metroon-Read", level, "Prefer", "wait=" + waitSeconds));
    }

    private Http.Answer put(int node, String name, int waitSeconds) throws IOException {
        return cluster.http()
                .send(
                        "PUT",
                        cluster.url(node) + "/v1/fs/" + name,
                        "",
                        Map.of("Idempotency-Key", name, "Prefer", "wait=" + waitSeconds));
    }

    /** Writes until it is acknowledged; returns the revision. */
    private long write(int node, String name) {
        return Awaitility.await()
                .atMost(SETTLE)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> put(node, name, 5), answer -> answer.status() == 201)
                .revision();
    }

    private void awaitAnswer(int node, String name, String level) {
        Awaitility.await()
                .atMost(SETTLE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> requireAnswer(read(node, name, level, 1), level, 1));
    }

    private static void requireAnswer(Http.Answer answer, String level, long revision) {
        assertThat(answer.status()).as("%s: %s", level, answer.text()).isEqualTo(200);
        assertThat(answer.revision()).as(level).isGreaterThanOrEqualTo(revision);
    }

    private static void requireRefused(Http.Answer answer, String level) {
        assertThat(answer.status()).as("%s: %s", level, answer.text()).isEqualTo(503);
        assertThat(answer.json().path("code").asText()).as(level).isEqualTo("EAGAIN");
    }
}
