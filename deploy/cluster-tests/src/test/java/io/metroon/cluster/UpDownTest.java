package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code metroon up} and {@code metroon down}, with three real processes. */
class UpDownTest {
    private static final long EMPTY_BYTES_MAX = 500L << 20;

    @TempDir
    Path temporary;

    @Test
    void up_bringsThreeGatewaysThatAllTakeEveryRequest() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            for (int node : cluster.nodes()) {
                String url = cluster.url(node);
                assertThat(cluster.http()
                                .send("PUT", url + "/v1/fs/from-" + node)
                                .status())
                        .isEqualTo(201);
                assertThat(cluster.http()
                                .send(
                                        "POST",
                                        url + "/v1/rename",
                                        "{\"from\":\"/from-" + node + "\",\"to\":\"/renamed-" + node + "\"}",
                                        java.util.Map.of())
                                .status())
                        .isEqualTo(200);
            }
            for (int node : cluster.nodes()) {
                assertThat(cluster.http()
                                .send("GET", cluster.url(node) + "/v1/fs/?list")
                                .json()
                                .findValuesAsText("name"))
                        .containsExactly("renamed-1", "renamed-2", "renamed-3");
            }
        }
    }

    @Test
    void up_printsWhatTheContractSays_andTheSameTheSecondTime() {
        try (TestCluster cluster = TestCluster.in(temporary.resolve("data"), 3)) {
            Launcher.Result first = cluster.up();
            long pid = cluster.pid(1);
            List<String> lines = first.out().lines().toList();
            assertThat(lines).hasSize(5);
            assertThat(Launcher.run("--version").out())
                    .startsWith(lines.get(0).substring(0, lines.get(0).indexOf(',')) + ", Java ");
            assertThat(lines.get(0))
                    .matches("Metroon \\d+\\.\\d+\\.\\d+, 3 nodes, paxos, data in " + cluster.directory());
            assertThat(lines.subList(1, 4)).allMatch(line -> line.matches("  http://127\\.0\\.0\\.1:\\d+(  leader)?"));
            assertThat(lines.subList(1, 4))
                    .filteredOn(line -> line.endsWith("  leader"))
                    .hasSize(1);
            assertThat(lines.get(4))
                    .startsWith(
                            "Try: curl -X PUT '127.0.0.1:" + cluster.port() + "/v1/fs/hello'    Stop: metroon down");

            Launcher.Result second =
                    Launcher.run("up", "--data", cluster.directory().toString());
            assertThat(second.exit()).isZero();
            assertThat(second.out()).isEqualTo(first.out());
            assertThat(cluster.pid(1)).isEqualTo(pid);
        }
    }

    @Test
    void up_onARunningCluster_refusesOtherNodesAndPortsByName() {
        try (TestCluster cluster = TestCluster.start(1)) {
            String data = cluster.directory().toString();
            Launcher.Result nodes = Launcher.run("up", "--data", data, "--nodes", "3");
            assertThat(nodes.exit()).isEqualTo(2);
            assertThat(nodes.err()).contains("--nodes 3 was asked for").contains("has 1");
            Launcher.Result engine = Launcher.run("up", "--data", data, "--engine", "raft");
            assertThat(engine.exit()).isEqualTo(2);
            assertThat(engine.err()).contains("--engine");
            Launcher.Result port = Launcher.run("up", "--data", data, "--http-port", "9");
            assertThat(port.exit()).isEqualTo(2);
            assertThat(port.err())
                    .contains("--http-port 9 was asked for")
                    .contains("run on ports from " + cluster.port());
        }
    }

    @Test
    void up_onATakenPort_namesThePidOfItsOwner() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Launcher.Result result = Launcher.run(
                    "up",
                    "--nodes",
                    "1",
                    "--data",
                    temporary.resolve("d").toString(),
                    "--http-port",
                    "" + taken.getLocalPort());
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err())
                    .contains("port " + taken.getLocalPort())
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(temporary.resolve("d")).doesNotExist();
        }
    }

    @Test
    void up_afterOneNodeDied_startsOnlyThatOne() {
        try (TestCluster cluster = TestCluster.start(3)) {
            long first = cluster.pid(1);
            long second = cluster.pid(2);
            cluster.kill(2);
            cluster.up();
            assertThat(cluster.pid(1)).isEqualTo(first);
            assertThat(cluster.pid(2)).isNotEqualTo(second);
            cluster.awaitEqualDigests();
        }
    }

    @Test
    void up_whenANodeCantStart_showsTheEndOfItsLogAndExitsWithThree() throws Exception {
        try (TestCluster cluster = TestCluster.start(1)) {
            cluster.down();
            // As if another node's directory had been mounted here.
            for (String copy : List.of("meta.a", "meta.b")) {
                Files.writeString(cluster.directory().resolve("node-1").resolve(copy), "not a meta file");
            }
            Launcher.Result result =
                    Launcher.run("up", "--data", cluster.directory().toString(), "--http-port", "" + cluster.port());
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.err())
                    .contains("node 1 ended at its start with exit code 1")
                    .contains("the end of");
        }
    }

    @Test
    void down_stopsWhatUpStarted_andTheDataIsThereNextTime() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            assertThat(cluster.http()
                            .send("PUT", cluster.url(1) + "/v1/fs/kept")
                            .status())
                    .isEqualTo(201);
            Launcher.Result down = cluster.down();
            assertThat(down.exit()).isZero();
            assertThat(down.out().lines()).hasSize(3).allMatch(line -> line.startsWith("Stopped node "));
            assertThat(cluster.nodes()).noneMatch(cluster::isRunning);
            assertThat(cluster.down().out()).startsWith("Nothing is running");
            // On the ports that it had; where they asked for others, the next would be refused.
            assertThat(Launcher.run("up", "--data", cluster.directory().toString())
                            .exit())
                    .isZero();
            cluster.up();
            assertThat(cluster.http()
                            .send("GET", cluster.url(3) + "/v1/fs/kept")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void down_withPurge_deletesTheDirectory() {
        try (TestCluster cluster = TestCluster.start(1)) {
            Launcher.Result down = Launcher.run(
                    "down", "--purge", "--data", cluster.directory().toString());
            assertThat(down.exit()).isZero();
            assertThat(cluster.directory()).doesNotExist();
        }
    }

    @Test
    void up_ofAnEmptyCluster_takesAtMostFiveHundredMebibytesOfDisk() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            AtomicLong bytes = new AtomicLong();
            Files.walkFileTree(cluster.directory(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }
            });
            Report.line("empty cluster of three: %d MiB of disk", bytes.get() >> 20);
            assertThat(bytes.get()).isLessThanOrEqualTo(EMPTY_BYTES_MAX);
        }
    }

    @Test
    void up_withOneNode_servesAlone() throws Exception {
        try (TestCluster cluster = TestCluster.start(1)) {
            assertThat(cluster.http()
                            .send("PUT", cluster.url(1) + "/v1/fs/alone")
                            .status())
                    .isEqualTo(201);
            assertThat(cluster.http()
                            .send("GET", cluster.url(1) + "/v1/fs/alone")
                            .status())
                    .isEqualTo(200);
            cluster.killAll();
            cluster.up();
            assertThat(cluster.http()
                            .send("GET", cluster.url(1) + "/v1/fs/alone")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void node_help_listsTheExitCodes() {
        Launcher.Result help = Launcher.run("node", "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .containsPattern("Exit codes:\\s+0 +told to stop")
                .containsPattern("\\n +1 +not allowed to start")
                .containsPattern("\\n +2 +the command line")
                .containsPattern("\\n +3 +out of memory")
                .containsPattern("\\n +70 +had to stop");
    }

    @Test
    void node_withAConfigurationThatIsNotThere_exitsWithOne() {
        assertThat(Launcher.run(
                                "node",
                                "--config",
                                temporary.resolve("none.yaml").toString())
                        .exit())
                .isEqualTo(1);
        assertThat(Launcher.run("node").exit()).isEqualTo(2);
    }

    @Test
    void launcher_throughASymbolicLinkAndFromAnyDirectory_findsItself() throws IOException {
        Path link = temporary.resolve("metroon");
        Files.createSymbolicLink(link, Launcher.home().resolve("bin/metroon"));
        Launcher.Result result = Launcher.run(link, List.of("version"));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("0.1.0");
    }
}
