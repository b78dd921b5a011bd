package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Five nodes under constant load, while an operator changes everything: each node is replaced, one loses its disk, a learner
 * comes, leadership moves, the engine is switched twice. All by {@code metroon}, as a person would.
 */
class MembersTest {
    private static final int NODES = 5;
    private static final int CLIENTS = 4;
    /** Processes start all the time; without it, the clients would take the processors from them. */
    private static final Duration THINK_TIME = Duration.ofMillis(10);

    private static final int WIPED = 3;
    private static final int LEARNER = NODES + 1;

    /** What the operator did, and when. */
    private record Step(String what, long began, long ended) {}

    private final List<Step> steps = new ArrayList<>();

    @Test
    void everythingChanges_underLoad_andNothingAcknowledgedIsLostOrDoneTwice() throws Exception {
        long seed = Long.getLong("metroon.seed", System.nanoTime());
        try (TestCluster cluster = TestCluster.start(NODES);
                Load load = Load.startThinking(cluster, CLIENTS, seed, THINK_TIME)) {
            for (int node : cluster.nodes()) {
                run(cluster, "members", "replace", "" + node);
            }
            wipe(cluster);
            run(cluster, "members", "replace", "" + WIPED);
            run(cluster, "members", "add", "--learner");
            run(cluster, "members", "transfer-leader", "" + (cluster.awaitLeader() % NODES + 1));
            run(cluster, "engine", "raft");
            run(cluster, "engine", "paxos");
            List<Observed> history = load.finish();
            report(history, seed);
            Report.keep("history-of-members.txt", history);
            Model model = HistoryCheck.replay(history);
            requireMembers(cluster);
            cluster.awaitReady();
            cluster.awaitEqualDigests();
            HistoryCheck.requireSame(model, cluster, 1);
            HistoryCheck.requireSame(model, cluster, WIPED);
            HistoryCheck.requireSame(model, cluster, LEARNER);
            assertThat(history.size()).as("the load ran all the time").isGreaterThan(500);

            cluster.down();
            cluster.run("up", "--http-port", "" + cluster.port(), "--nodes", "" + LEARNER, "--engine", "paxos");
            requireMembers(cluster);
            HistoryCheck.requireSame(model, cluster, 2);
        }
    }

    private void run(TestCluster cluster, String... words) {
        long began = System.nanoTime();
        List<String> patient = new ArrayList<>(List.of(words));
        patient.addAll(List.of("--timeout", "60"));
        cluster.run(patient.toArray(String[]::new));
        steps.add(new Step(String.join(" ", words), began, System.nanoTime()));
    }

    /** Its process dies, and its disk is gone. Starting it again is refused: it would not know what it voted for. */
    private static void wipe(TestCluster cluster) {
        cluster.kill(WIPED);
        TestCluster.delete(cluster.nodeDirectory(WIPED));
        Launcher.Result up =
                Launcher.run("up", "--data", cluster.directory().toString(), "--http-port", "" + cluster.port());
        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).contains("node 3 lost all data").contains("metroon members replace 3");
        assertThat(cluster.isRunning(WIPED)).isFalse();
    }

    private static void requireMembers(TestCluster cluster) throws IOException {
        JsonNode status =
                cluster.http().send("GET", cluster.url(1) + "/v1/cluster").json();
        assertThat(status.path("engine").asText()).isEqualTo("paxos");
        assertThat(status.path("nodes").findValuesAsText("member"))
                .containsExactly("voter", "voter", "voter", "voter", "voter", "learner");
    }

    private void report(List<Observed> history, long seed) {
        List<Long> answers = history.stream()
                .filter(Observed::isChange)
                .map(Observed::ended)
                .sorted()
                .toList();
        Report.line(
                "members: %d requests answered while %d changes were made in %d s; longest pause of writing %d ms, seed %d",
                history.size(),
                steps.size(),
                (steps.get(steps.size() - 1).ended() - steps.get(0).began()) / 1_000_000_000,
                longestPause(answers, Long.MIN_VALUE, Long.MAX_VALUE).toMillis(),
                seed);
        for (Step step : steps) {
            Report.line(
                    "  %-26s took %5d ms, longest pause of writing %4d ms",
                    step.what(),
                    (step.ended() - step.began()) / 1_000_000,
                    longestPause(answers, step.began(), step.ended()).toMillis());
        }
    }

    /** The longest span without an answer to a change that touches this one. */
    private static Duration longestPause(List<Long> answers, long from, long to) {
        long longest = 0;
        for (int i = 1; i < answers.size(); i++) {
            if (answers.get(i) >= from && answers.get(i - 1) <= to) {
                longest = Math.max(longest, answers.get(i) - answers.get(i - 1));
            }
        }
        return Duration.ofNanos(longest);
    }
}
