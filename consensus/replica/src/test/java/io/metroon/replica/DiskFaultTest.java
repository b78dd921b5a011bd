package io.metroon.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.metroon.replica.condition.DiskRoom;
import io.metroon.replica.condition.Need;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What replicas do whose disks fill up, fail or hang, over real files and sockets. */
class DiskFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(30);

    @TempDir
    Path root;

    private static CompletableFuture<Committed<Long>> propose(LiveCluster.Live node, String command, Need need) {
        return node.replica.propose(command.getBytes(StandardCharsets.UTF_8), need, PATIENCE);
    }

    private static ReplicaException.Kind refusal(LiveCluster.Live node, String command, Need need) {
        CompletableFuture<Committed<Long>> asked = propose(node, command, need);
        try {
            asked.join();
            return ReplicaException.Kind.OUTCOME_UNKNOWN;
        } catch (CompletionException e) {
            return ((ReplicaException) Objects.requireNonNull(e.getCause())).kind();
        }
    }

    private static int leader(LiveCluster cluster, int asked) {
        return cluster.node(asked).replica.status().view().leader();
    }

    private static LiveCluster started(Path root, int nodes, long snapshotSlots) throws Exception {
        LiveCluster cluster = new LiveCluster(root, nodes, LiveCluster.settings(snapshotSlots));
        IntStream.rangeClosed(1, nodes).forEach(cluster::start);
        propose(cluster.node(1), "first", Need.GROWS).join();
        return cluster;
    }

    @Test
    void aDiskThatFills_admitsOnlyWhatFreesSpace_andTakesWritesAgainWhenThereIsRoom() throws Exception {
        try (LiveCluster cluster = started(root, 1, 1_000_000)) {
            LiveCluster.Live node = cluster.node(1);
            cluster.faults(1).leave(1 << 20);
            await().atMost(SETTLE).until(() -> node.replica.status().room() == DiskRoom.LOW);

            assertThat(refusal(node, "more", Need.GROWS)).isEqualTo(ReplicaException.Kind.NO_SPACE);
            assertThat(propose(node, "less", Need.SHRINKS).join().reply()).isEqualTo(2);
            node.replica.readIndex(PATIENCE).join();
            await().atMost(SETTLE)
                    .untilAsserted(() -> assertThat(node.replica.status().alarms())
                            .singleElement()
                            .asString()
                            .contains("nearly full"));

            cluster.faults(1).leave(Long.MAX_VALUE);
            await().atMost(SETTLE).until(() -> node.replica.status().room() == DiskRoom.AMPLE);
            propose(node, "more", Need.GROWS).join();
            assertThat(node.machine.commands()).containsExactly("first", "less", "more");
        }
    }

    @Test
    void aLeaderWhoseDiskFills_handsOver_andTheOthersGoOnTakingWrites() throws Exception {
        try (LiveCluster cluster = started(root, 3, 1_000_000)) {
            int full = leader(cluster, 1);
            cluster.faults(full).leave(1 << 20);
            await().atMost(SETTLE).until(() -> {
                int now = leader(cluster, full % 3 + 1);
                return now != 0 && now != full;
            });
            // The node with the full disk takes writes, too: they go to the leader, and it is one of three.
            await().atMost(SETTLE)
                    .untilAsserted(() ->
                            propose(cluster.node(full), "more", Need.GROWS).join());
        }
    }

    @Test
    void whenTheDisksOfAMajorityFill_writesAreRefusedAtEveryNode_andReadsAndDeletesGoOn() throws Exception {
        try (LiveCluster cluster = started(root, 3, 1_000_000)) {
            cluster.faults(1).leave(1 << 20);
            cluster.faults(2).leave(1 << 20);
            for (int node = 1; node <= 3; node++) {
                LiveCluster.Live asked = cluster.node(node);
                await().atMost(SETTLE)
                        .until(() -> refusal(asked, "more", Need.GROWS) == ReplicaException.Kind.NO_SPACE);
                propose(asked, "less " + node, Need.SHRINKS).join();
                asked.replica.readIndex(PATIENCE).join();
            }
            cluster.faults(1).leave(Long.MAX_VALUE);
            for (int node = 1; node <= 3; node++) {
                LiveCluster.Live asked = cluster.node(node);
                await().atMost(SETTLE)
                        .ignoreExceptions()
                        .until(() -> propose(asked, "more", Need.GROWS).join().slot() > 0);
            }
        }
    }

    @Test
    void aDiskWithNoRoomAtAll_stopsTheLogAtTheEndOfItsLastSegment_andNothingIsLostWhenItGoesOn() throws Exception {
        try (LiveCluster cluster = started(root, 1, 1_000_000)) {
            LiveCluster.Live node = cluster.node(1);
            cluster.faults(1).leave(0);
            String command = "x".repeat(100_000);
            await().atMost(SETTLE).until(() -> {
                CompletableFuture<Committed<Long>> asked =
                        node.replica.propose(command.getBytes(StandardCharsets.UTF_8), Need.SHRINKS, PATIENCE);
                asked.exceptionally(failure -> null).join();
                return node.replica.status().room() == DiskRoom.FULL;
            });
            assertThat(refusal(node, "less", Need.SHRINKS)).isEqualTo(ReplicaException.Kind.NO_SPACE);
            int before = node.machine.commands().size();

            cluster.faults(1).leave(Long.MAX_VALUE);
            await().atMost(SETTLE).until(() -> node.replica.status().room() == DiskRoom.AMPLE);
            propose(node, "more", Need.GROWS).join();
            assertThat(node.machine.commands()).hasSize(before + 1);
            assertThat(node.stopped).isEmpty();
        }
    }

    @Test
    void aSyncThatFails_inTheLog_stopsTheNode_andNothingIsEverSyncedAgain() throws Exception {
        assertStops("log/0000000000000001", 1_000_000);
    }

    @Test
    void aSyncThatFails_inTheNextSegmentBeforeItIsUsed_stopsTheNode() throws Exception {
        assertStops("log/spare", 1_000_000);
    }

    @Test
    void aSyncThatFails_inASnapshot_stopsTheNode() throws Exception {
        assertStops("snapshots/", 5);
    }

    private void assertStops(String file, long snapshotSlots) throws Exception {
        try (LiveCluster cluster = started(root, 1, snapshotSlots)) {
            LiveCluster.Live node = cluster.node(1);
            cluster.faults(1).failNextSync(file);
            String command = "x".repeat(20_000);
            for (int i = 0; i < 100 && node.stopped.isEmpty(); i++) {
                node.replica
                        .propose(command.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(100))
                        .exceptionally(failure -> null)
                        .join();
            }
            await().atMost(SETTLE).until(() -> !node.stopped.isEmpty());
            assertThat(node.stopped).contains("the device reports an error");
            assertThatThrownBy(() -> propose(node, "after", Need.SHRINKS).join())
                    .hasMessageContaining("can't be written");
            if (file.startsWith("log")) {
                assertThat(cluster.faults(1).syncsAfterFailure.get()).isZero();
            }
        }
    }

    @Test
    void aLeaderWhoseDiskHangs_isReplaced_andGoesOnAsAFollowerWhenItWorksAgain() throws Exception {
        try (LiveCluster cluster = started(root, 3, 1_000_000)) {
            int hung = leader(cluster, 1);
            int other = hung % 3 + 1;
            CountDownLatch latch = cluster.faults(hung).hang();
            try {
                CompletableFuture<?> unused = propose(cluster.node(hung), "in flight", Need.GROWS);
                await().atMost(SETTLE).until(() -> {
                    int now = leader(cluster, other);
                    return now != 0 && now != hung;
                });
                propose(cluster.node(other), "under another", Need.GROWS).join();
            } finally {
                latch.countDown();
            }
            long slot = cluster.node(other).replica.readIndex(PATIENCE).join();
            cluster.node(hung).replica.awaitApplied(slot, PATIENCE).join();
            assertThat(cluster.node(hung).machine.commands())
                    .startsWith("first")
                    .contains("under another");
            assertThat(cluster.node(hung).stopped).isEmpty();
        }
    }

    @Test
    void aCommandThatTheStateMachineCantApply_stopsTheNode_andIsNotPassedOver() throws Exception {
        try (LiveCluster cluster = started(root, 1, 1_000_000)) {
            LiveCluster.Live node = cluster.node(1);
            CompletableFuture<?> unused = node.replica.propose(new byte[] {Ledger.POISON}, Duration.ofSeconds(1));
            await().atMost(SETTLE).until(() -> !node.stopped.isEmpty());
            assertThat(node.stopped).contains("a command could not be applied");
            assertThatThrownBy(() -> propose(node, "after", Need.GROWS).join())
                    .hasMessageContaining("a command could not be applied");
            assertThat(node.machine.commands()).containsExactly("first");
        }
    }

    @Test
    void moreThanMayWait_isRefusedAsOverload_andWhatWasTakenTakesEffectOnce() throws Exception {
        try (LiveCluster cluster = started(root, 1, 1_000_000)) {
            LiveCluster.Live node = cluster.node(1);
            CountDownLatch latch = cluster.faults(1).hang();
            List<CompletableFuture<Committed<Long>>> asked = new ArrayList<>();
            for (int i = 0; i < cluster.settings.pendingMax() + 100; i++) {
                asked.add(propose(node, "c" + i, Need.GROWS));
            }
            await().atMost(SETTLE).until(() -> asked.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
            latch.countDown();
            long taken = asked.stream()
                    .map(future -> future.handle((committed, failure) -> failure == null))
                    .filter(CompletableFuture::join)
                    .count();
            assertThat(taken).isBetween(1L, (long) cluster.settings.pendingMax());
            assertThat(node.machine.commands()).doesNotHaveDuplicates().hasSize(1 + (int) taken);
            assertThat(node.stopped).isEmpty();
        }
    }

    @Test
    void aNodeThatWasAway_catchesUpWhileTheOthersTakeAllTheyCan() throws Exception {
        try (LiveCluster cluster = started(root, 3, 1_000_000)) {
            int away = leader(cluster, 1) % 3 + 1;
            LiveCluster.Live busy = cluster.node(leader(cluster, 1));
            cluster.stop(away);
            load(busy, 2_000);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    load(busy, 200);
                }
            });
            LiveCluster.Live back = cluster.start(away);
            try {
                // While the load goes on: a read there waits for all that was acknowledged when it began.
                back.replica.readIndex(SETTLE).join();
                assertThat(loading).isNotDone();
            } finally {
                enough.set(true);
                loading.join();
            }
        }
    }

    private static void load(LiveCluster.Live node, int commands) {
        List<CompletableFuture<Committed<Long>>> asked = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            asked.add(node.replica.propose(new byte[] {'x'}, SETTLE));
        }
        asked.forEach(CompletableFuture::join);
    }
}
