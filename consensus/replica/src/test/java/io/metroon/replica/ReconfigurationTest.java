package io.metroon.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.metroon.consensus.CoreView.Standing;
import io.metroon.consensus.epoch.AdminOutcome;
import io.metroon.consensus.epoch.AdminOutcome.Verdict;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epochs over real sockets and real disks. */
class ReconfigurationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Set<Verdict> TRY_AGAIN =
            EnumSet.of(Verdict.CHANGE_PENDING, Verdict.QUORUM_NOT_LIVE, Verdict.NO_LEADER, Verdict.EPOCH_CHANGED);

    @TempDir
    Path root;

    private static CompletableFuture<Committed<Long>> propose(LiveCluster.Live node, String command) {
        return node.replica.propose(command.getBytes(StandardCharsets.UTF_8), PATIENCE);
    }

    private static AdminOutcome change(LiveCluster.Live node, MembershipChange change) {
        // A leader refuses while it has only just begun, or has not heard of all yet.
        return await().atMost(PATIENCE)
                .until(
                        () -> node.replica.reconfigure(change, PATIENCE).join(),
                        outcome -> !TRY_AGAIN.contains(outcome.verdict()));
    }

    private static LiveCluster started(Path root, int size) throws Exception {
        LiveCluster cluster = new LiveCluster(root, size, LiveCluster.settings(200));
        IntStream.rangeClosed(1, size).forEach(cluster::start);
        propose(cluster.node(1), "first").join();
        return cluster;
    }

    @Test
    void aNodeIsAddedWhileCommandsRun_isDialled_catchesUp_andVotes() throws Exception {
        try (LiveCluster cluster = started(root, 3)) {
            List<CompletableFuture<Committed<Long>>> running = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                running.add(propose(cluster.node(1 + i % 3), "c" + i));
            }
            Member four = cluster.newcomer(4, cluster.node(1).replica.epoch());
            assertThat(change(cluster.node(2), new MembershipChange.Add(four)).verdict())
                    .isEqualTo(Verdict.DONE);
            running.forEach(CompletableFuture::join);
            await().atMost(PATIENCE).until(() -> cluster.node(1).replica.epoch().isVoter(4));

            cluster.stop(1);
            long slot = propose(cluster.node(4), "last").join().slot();
            cluster.node(3).replica.awaitApplied(slot, PATIENCE).join();
            assertThat(cluster.node(4).machine.commands())
                    .isEqualTo(cluster.node(3).machine.commands())
                    .hasSize(1_002)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aWipedNode_comesBackUnderANewStore() throws Exception {
        try (LiveCluster cluster = started(root, 3)) {
            cluster.stop(3);
            propose(cluster.node(1), "meanwhile").join();
            EpochConfig before = cluster.node(1).replica.epoch();
            Member again = cluster.newcomer(3, before);
            assertThat(change(cluster.node(1), new MembershipChange.Replace(3, again))
                            .verdict())
                    .isEqualTo(Verdict.DONE);
            await().atMost(PATIENCE).until(() -> cluster.node(2).replica.epoch().isVoter(3));
            await().atMost(PATIENCE)
                    .until(() -> cluster.node(3).machine.commands().contains("meanwhile"));
        }
    }

    @Test
    void leadershipMoves_andNoCommandIsLost() throws Exception {
        try (LiveCluster cluster = started(root, 3)) {
            int leader = cluster.node(1).replica.status().view().leader();
            int target = leader % 3 + 1;
            List<CompletableFuture<Committed<Long>>> running = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                running.add(propose(cluster.node(1 + i % 3), "c" + i));
            }
            // A machine that stands still for an election timeout loses the leader on the way: then it is unknown.
            await().atMost(PATIENCE)
                    .until(() -> Set.of(Verdict.DONE, Verdict.NOTHING_CHANGES).contains(moved(cluster, target)));
            running.forEach(CompletableFuture::join);
            await().atMost(PATIENCE)
                    .until(() -> cluster.node(1).replica.status().view().leader() == target);
        }
    }

    private static Verdict moved(LiveCluster cluster, int target) {
        return cluster.node(1)
                .replica
                .transferLeadership(target, PATIENCE)
                .join()
                .verdict();
    }

    @Test
    void aRemovedNode_isReleased_andTheOthersRememberTheEpochAcrossARestart() throws Exception {
        try (LiveCluster cluster = started(root, 3)) {
            assertThat(change(cluster.node(1), new MembershipChange.Remove(3)).verdict())
                    .isEqualTo(Verdict.DONE);
            await().atMost(PATIENCE)
                    .until(() -> cluster.node(3).replica.status().view().standing() == Standing.RELEASED);
            cluster.stop(3);
            cluster.stop(2);
            cluster.stop(1);
            cluster.start(1);
            cluster.start(2);
            propose(cluster.node(1), "two are enough").join();
            assertThat(cluster.node(1).replica.status().config().epoch()).isEqualTo(2);
            assertThat(cluster.node(1).replica.meta().current().epoch()).isEqualTo(2);
        }
    }

    @Test
    void aLostQuorum_isGivenUp_andOneSurvivorGoesOn_andGrowsAgain() throws Exception {
        try (LiveCluster cluster = started(root, 3)) {
            for (int i = 0; i < 300; i++) {
                propose(cluster.node(1), "c" + i).join();
            }
            cluster.node(2).replica.readIndex(PATIENCE).join();
            List.of(3, 1, 2).forEach(cluster::stop);

            LostQuorum lost = LostQuorum.of(cluster.disk(2), cluster.settings.log());
            LostQuorum.Assessment assessment = lost.assess();
            assertThat(assessment.givesUp().get(0)).contains("every change behind slot " + assessment.keptUpTo());
            EpochConfig alone = lost.proceed(assessment);

            LiveCluster.Live survivor = cluster.start(2);
            propose(survivor, "goes on").join();
            assertThat(survivor.machine.commands()).hasSize(302).contains("first", "c299", "goes on");
            assertThat(survivor.replica.epoch()).isEqualTo(alone);

            Member again = cluster.newcomer(1, survivor.replica.epoch());
            assertThat(change(survivor, new MembershipChange.Add(again)).verdict())
                    .isEqualTo(Verdict.DONE);
            await().atMost(PATIENCE).until(() -> survivor.replica.epoch().isVoter(1));
            await().atMost(PATIENCE)
                    .until(() -> cluster.node(1).machine.commands().size() == 302);
        }
    }

    @Test
    void anAssessmentThatIsOutOfDate_isNotActedOn() throws Exception {
        try (LiveCluster cluster = started(root, 1)) {
            cluster.stop(1);
            LostQuorum lost = LostQuorum.of(cluster.disk(1), cluster.settings.log());
            LostQuorum.Assessment before = lost.assess();
            propose(cluster.start(1), "later").join();
            cluster.stop(1);
            assertThatThrownBy(() -> lost.proceed(before)).hasMessageContaining("look again");
        }
    }

    @Test
    void aChangeThatMakesNoSense_isRefusedByName() throws Exception {
        try (LiveCluster cluster = started(root, 1)) {
            AdminOutcome unknown = change(cluster.node(1), new MembershipChange.Remove(7));
            AdminOutcome last = change(cluster.node(1), new MembershipChange.Remove(1));
            assertThat(unknown.verdict()).isEqualTo(Verdict.INVALID);
            assertThat(unknown.detail()).contains("node 7 is no member of epoch 1");
            assertThat(last.detail()).contains("no voter would be left");
        }
    }
}
