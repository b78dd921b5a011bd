package io.metroon.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metroon.node.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} and {@code down} refuse before they start or stop anything. */
class LocalClusterTest {
    @TempDir
    Path parent;

    private Path data() {
        return parent.resolve("data");
    }

    private LocalCluster cluster() {
        return new LocalCluster(ClusterDirectory.of(data()), line -> {});
    }

    private void store(int format, String engine, int nodes) throws IOException {
        Files.createDirectories(data());
        List<ClusterFile.Node> all = java.util.stream.IntStream.rangeClosed(1, nodes)
                .mapToObj(id -> new ClusterFile.Node(id, Address.loopback(id), Address.loopback(100 + id), null, null))
                .toList();
        new ClusterFile(format, "00", engine, true, all).write(data());
    }

    private void refuses(UpRequest request, RefusedException.Kind kind, String message) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> cluster().up(request))
                .withMessageContaining(message)
                .matches(refusal -> refusal.kind() == kind);
    }

    @Test
    void up_inSomebodyElsesDirectory_isRefusedAndTouchesNothing() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("thesis.txt"), "mine");
        refuses(new UpRequest(null, null, null), RefusedException.Kind.REFUSED, "not empty and not a Metroon cluster");
        try (var entries = Files.list(data())) {
            assertThat(entries).containsExactly(data().resolve("thesis.txt"));
        }
    }

    @Test
    void down_ofSomebodyElsesDirectory_isRefusedAndDeletesNothing() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("thesis.txt"), "mine");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> cluster().down(true));
        assertThat(data().resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void up_withAnotherNumberOfNodesThanTheDirectorys_isAUsageErrorThatNamesBoth() throws Exception {
        store(1, "paxos", 3);
        refuses(new UpRequest(1, null, null), RefusedException.Kind.USAGE, "--nodes 1 was asked for, but");
        refuses(new UpRequest(1, null, null), RefusedException.Kind.USAGE, "has 3");
    }

    @Test
    void up_withAnotherEngineThanTheDirectorys_isAUsageErrorThatNamesBoth() throws Exception {
        store(1, "raft", 3);
        refuses(new UpRequest(null, null, "paxos"), RefusedException.Kind.USAGE, "--engine paxos was asked for, but");
        refuses(new UpRequest(null, null, "paxos"), RefusedException.Kind.USAGE, "has raft");
    }

    @Test
    void up_withAnUnknownEngine_isAUsageErrorThatNamesTheKnownOnes() {
        refuses(new UpRequest(null, null, "zab"), RefusedException.Kind.USAGE, "--engine takes paxos or raft, not zab");
    }

    @Test
    void up_inADirectoryOfANewerFormat_isRefusedWithBothVersions() throws Exception {
        store(7, "paxos", 3);
        refuses(
                new UpRequest(null, null, null),
                RefusedException.Kind.REFUSED,
                "has format 7; this version of Metroon knows formats up to 1");
    }

    @Test
    void up_onATakenPort_isRefusedWithItsOwnerAndLeavesNoDirectory() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            refuses(
                    new UpRequest(1, port, null),
                    RefusedException.Kind.REFUSED,
                    "port " + port + ", which node 1 needs, is taken by");
        }
        assertThat(data()).doesNotExist();
    }

    @Test
    void up_withNodesOutOfRange_isAUsageError() {
        refuses(new UpRequest(0, null, null), RefusedException.Kind.USAGE, "--nodes takes 1 to 9, not 0");
    }

    @Test
    void down_whereNothingRuns_saysSoAndSucceeds() throws Exception {
        assertThat(cluster().down(false)).singleElement().asString().startsWith("Nothing is running");
        store(1, "paxos", 3);
        assertThat(cluster().down(false)).singleElement().asString().startsWith("Nothing is running");
    }

    @Test
    void down_withPurge_deletesTheDirectory() throws Exception {
        store(1, "paxos", 3);
        cluster().down(true);
        assertThat(data()).doesNotExist();
    }

    @Test
    void down_leavesAProcessAloneThatOnlyHasTheSamePid() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            store(1, "paxos", 1);
            ClusterFile.Node node =
                    new ClusterFile.Node(1, Address.loopback(1), Address.loopback(2), stranger.pid(), "1@another boot");
            new ClusterFile(1, "00", "paxos", true, List.of(node)).write(data());
            cluster().down(false);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
