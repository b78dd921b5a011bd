package io.metroon.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.metroon.replica.log.Finding;
import io.metroon.replica.log.StoreRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path root;

    private static Committed<Long> propose(LiveCluster.Live node, String command) {
        return node.replica
                .propose(command.getBytes(StandardCharsets.UTF_8), PATIENCE)
                .join();
    }

    @Test
    void oneNode_appliesAndRemembersAcrossARestart() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 1, LiveCluster.settings(1_000_000))) {
            propose(cluster.start(1), "a");
            propose(cluster.node(1), "b");
            cluster.stop(1);
            LiveCluster.Live again = cluster.start(1);
            again.replica.readIndex(PATIENCE).join();
            assertThat(again.machine.commands()).containsExactly("a", "b");
        }
    }

    @Test
    void anyOfThreeNodes_takesCommands_andAllApplyTheSame() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 3, LiveCluster.settings(1_000_000))) {
            IntStream.rangeClosed(1, 3).forEach(cluster::start);
            for (int node = 1; node <= 3; node++) {
                propose(cluster.node(node), "from " + node);
            }
            long slot = cluster.node(1).replica.readIndex(PATIENCE).join();
            for (int node = 2; node <= 3; node++) {
                cluster.node(node).replica.awaitApplied(slot, PATIENCE).join();
                assertThat(cluster.node(node).machine.commands())
                        .isEqualTo(cluster.node(1).machine.commands())
                        .hasSize(3);
            }
        }
    }

    @Test
    void commandsInFlight_whileTheLeaderGoes_takeEffectOnce() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 3, LiveCluster.settings(1_000_000))) {
            IntStream.rangeClosed(1, 3).forEach(cluster::start);
            propose(cluster.node(1), "first");
            int leader = cluster.node(1).replica.status().view().leader();
            int other = leader % 3 + 1;
            List<CompletableFuture<Committed<Long>>> inFlight = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                inFlight.add(cluster.node(other).replica.propose(("c" + i).getBytes(StandardCharsets.UTF_8), PATIENCE));
            }
            cluster.stop(leader);
            inFlight.forEach(CompletableFuture::join);
            assertThat(cluster.node(other).machine.commands())
                    .doesNotHaveDuplicates()
                    .hasSize(501);
        }
    }

    @Test
    void withoutAQuorum_commandsAndReadsFail_andSayWhatIsKnown() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 3, LiveCluster.settings(1_000_000))) {
            LiveCluster.Live alone = cluster.start(1);
            Duration brief = Duration.ofMillis(300);
            assertThat(alone.replica.propose(new byte[1], brief))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withMessageContaining("nothing happened");
            assertThat(alone.replica.readIndex(brief)).failsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void aNodeThatWasAway_catchesUp() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 3, LiveCluster.settings(1_000_000))) {
            cluster.start(1);
            cluster.start(2);
            for (int i = 0; i < 200; i++) {
                propose(cluster.node(1), "c" + i);
            }
            LiveCluster.Live late = cluster.start(3);
            await().atMost(PATIENCE).until(() -> late.machine.commands().size() == 200);
        }
    }

    @Test
    void aNodeThatIsBehindTheLog_fetchesASnapshot() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 3, LiveCluster.settings(50))) {
            cluster.start(1);
            cluster.start(2);
            for (int i = 0; i < 400; i++) {
                propose(cluster.node(1), "c" + i);
            }
            await().atMost(PATIENCE)
                    .until(() -> cluster.node(1).replica.status().snapshotSlot() > 300
                            && cluster.node(2).replica.status().snapshotSlot() > 300);
            LiveCluster.Live late = cluster.start(3);
            await().atMost(PATIENCE).until(() -> late.machine.commands().size() == 400);
            assertThat(late.replica.status().snapshotSlot()).isPositive();
            assertThat(late.machine.commands())
                    .isEqualTo(cluster.node(1).machine.commands());
        }
    }

    @Test
    void aRestart_startsFromTheSnapshot_andAppliesNothingTwice() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 1, LiveCluster.settings(30))) {
            cluster.start(1);
            for (int i = 0; i < 100; i++) {
                propose(cluster.node(1), "c" + i);
            }
            // One that is due while another is still being written is left out: more than the first can't be expected.
            await().atMost(PATIENCE)
                    .until(() -> cluster.node(1).replica.status().snapshotSlot() > 0);
            cluster.stop(1);
            LiveCluster.Live again = cluster.start(1);
            again.replica.readIndex(PATIENCE).join();
            assertThat(again.machine.commands()).hasSize(100).doesNotHaveDuplicates();
        }
    }

    /** Enough for several segments and snapshots. */
    private static void fillUntilLogIsCut(LiveCluster cluster, int... nodes) throws IOException {
        String padding = "x".repeat(20_000);
        for (int i = 0; i < 300; i++) {
            propose(cluster.node(nodes[0]), i + padding);
        }
        for (int node : nodes) {
            await().atMost(PATIENCE).until(() -> cluster.isLogCut(node));
        }
    }

    @Test
    void aNodeAllOfWhoseSnapshotsAreDamaged_fetchesOneFromAPeer() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 3, LiveCluster.settings(50))) {
            IntStream.rangeClosed(1, 3).forEach(cluster::start);
            fillUntilLogIsCut(cluster, 1, 2, 3);
            cluster.stop(3);
            cluster.damageSnapshots(3);
            LiveCluster.Live again = cluster.start(3);
            assertThat(again.replica.findings())
                    .anyMatch(finding -> finding.what().contains("set aside"))
                    .anyMatch(finding -> finding.severity() == Finding.Severity.FAULT);
            propose(again, "last");
            await().atMost(PATIENCE).until(() -> again.machine.commands().size() == 301);
            assertThat(again.machine.commands())
                    .isEqualTo(cluster.node(1).machine.commands());
        }
    }

    @Test
    void aNodeOnItsOwn_allOfWhoseSnapshotsAreDamaged_isRefused() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 1, LiveCluster.settings(50))) {
            cluster.start(1);
            fillUntilLogIsCut(cluster, 1);
            cluster.stop(1);
            cluster.damageSnapshots(1);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> cluster.start(1))
                        .hasCauseInstanceOf(StoreRefusedException.class)
                        .hasMessageContaining("no other member")
                        .hasMessageContaining("chunk 0 of")
                        .hasMessageContaining("restore a backup");
            }
        }
    }

    @Test
    void damagedSnapshots_costNothing_whileTheLogReachesBackToTheFirstSlot() throws Exception {
        try (LiveCluster cluster = new LiveCluster(root, 1, LiveCluster.settings(30))) {
            cluster.start(1);
            for (int i = 0; i < 100; i++) {
                propose(cluster.node(1), "c" + i);
            }
            await().atMost(PATIENCE)
                    .until(() -> cluster.node(1).replica.status().snapshotSlot() > 0);
            cluster.stop(1);
            cluster.damageSnapshots(1);
            LiveCluster.Live again = cluster.start(1);
            again.replica.readIndex(PATIENCE).join();
            assertThat(again.machine.commands()).hasSize(100).doesNotHaveDuplicates();
            await().atMost(PATIENCE).until(() -> again.replica.status().snapshotSlot() > 0);
        }
    }
}
