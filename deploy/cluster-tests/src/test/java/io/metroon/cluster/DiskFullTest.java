package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real nodes on real file systems that fill up and hang. */
@Tag("system")
class DiskFullTest {
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final int DISK_MIB = 400;
    private static final int HEADROOM_MIB = 64;
    private static final long LOW_BYTES = 30L << 20;
    private static final int NO_SPACE = 507;

    @BeforeEach
    void requireRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount");
    }

    private static Http.Answer send(TestCluster cluster, int node, Change change) throws IOException {
        return cluster.http()
                .send(change.method(), cluster.url(node) + change.target(), change.body(), Map.of("Prefer", "wait=5"));
    }

    private static SmallDisk small(TestCluster cluster, int node) throws Exception {
        Path home = cluster.directory().resolve("node-" + node);
        Files.writeString(
                home.resolve("node.yaml"), "diskHeadroomMib: " + HEADROOM_MIB + "\n", StandardOpenOption.APPEND);
        return SmallDisk.under(home, DISK_MIB);
    }

    private static void awaitStatus(TestCluster cluster, int node, String file, int status) {
        Awaitility.await()
                .atMost(SETTLE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> send(cluster, node, new Change.CreateFile(file)).status() == status);
    }

    @Test
    void disksOfAMajority_thatFillUnderLoad_makeTheClusterReadOnlyButForDeletes_andItHeals() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            cluster.killAll();
            try (SmallDisk one = small(cluster, 1);
                    SmallDisk two = small(cluster, 2)) {
                try {
                    cluster.reviveAll();
                    cluster.awaitReady();
                    awaitStatus(cluster, 1, "/kept", 201);
                    awaitStatus(cluster, 1, "/gone", 201);
                    try (Load load = Load.start(cluster, 4, 7)) {
                        one.fillTo(LOW_BYTES);
                        two.fillTo(LOW_BYTES);
                        for (int node : cluster.nodes()) {
                            awaitStatus(cluster, node, "/new-" + node, NO_SPACE);
                        }
                        assertThat(send(cluster, 3, new Change.Delete("/gone")).status())
                                .isLessThan(300);
                        // To the last block: what is preallocated is left.
                        one.fillTo(0);
                        two.fillTo(0);
                        assertThat(send(cluster, 2, new Change.Delete("/kept")).status())
                                .isLessThan(300);
                        assertThat(cluster.http()
                                        .send("GET", cluster.url(1) + "/health/ready")
                                        .status())
                                .isEqualTo(200);
                        one.makeRoom();
                        two.makeRoom();
                        for (int node : cluster.nodes()) {
                            awaitStatus(cluster, node, "/after-" + node, 201);
                        }
                        List<Observed> history = load.finish();
                        assertThat(history).isNotEmpty();
                        HistoryCheck.replay(history);
                        Report.line(
                                "full disks of a majority: %d requests answered, all of them accounted for",
                                history.size());
                    }
                    for (int node : cluster.nodes()) {
                        assertThat(cluster.isRunning(node)).isTrue();
                    }
                    cluster.awaitEqualDigests();
                } finally {
                    cluster.killAll();
                }
            }
        }
    }

    @Test
    void aLeaderWhoseFileSystemIsFrozen_isReplaced_andFollowsWhenItThaws() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            int leader = cluster.awaitLeader();
            cluster.killAll();
            try (SmallDisk disk = small(cluster, leader)) {
                try {
                    cluster.reviveAll();
                    cluster.awaitReady();
                    lead(cluster, leader);
                    disk.freeze();
                    int other = leader % 3 + 1;
                    long began = System.nanoTime();
                    try {
                        awaitStatus(cluster, other, "/while-frozen", 201);
                        Report.line(
                                "frozen file system under the leader: first write elsewhere after %d ms",
                                Duration.ofNanos(System.nanoTime() - began).toMillis());
                    } finally {
                        disk.thaw();
                    }
                    awaitStatus(cluster, leader, "/thawed", 201);
                    cluster.awaitEqualDigests();
                } finally {
                    cluster.killAll();
                }
            }
        }
    }

    private static void lead(TestCluster cluster, int wanted) {
        Awaitility.await()
                .atMost(SETTLE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    cluster.http()
                            .send(
                                    "POST",
                                    cluster.url(wanted) + "/v1/cluster/leader",
                                    "{\"node\":" + wanted + "}",
                                    Map.of("Prefer", "wait=5"));
                    return cluster.awaitLeader() == wanted;
                });
    }
}
