package io.metroon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.client.loopback.Fault;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes, endpoints, help and what concerns a cluster as a whole. */
class CommandLineTest {
    @TempDir
    private Path home;

    private CommandLineTester metroon;

    @BeforeEach
    void start() {
        metroon = new CommandLineTester(home);
    }

    @AfterEach
    void stop() {
        metroon.close();
    }

    @Test
    void noVerbAnUnknownOneAndABadPath_areUsage() {
        assertThat(metroon.run()).isEqualTo(ExitCode.USAGE);
        assertThat(metroon.run("frobnicate")).isEqualTo(ExitCode.USAGE);
        assertThat(metroon.run("ls", "relative")).isEqualTo(ExitCode.USAGE);
        assertThat(metroon.err()).contains("a path in the namespace starts with \"/\": relative");
        assertThat(metroon.run("ls", "--endpoints", "ftp://x", "/")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void nobodyListening_isUnavailable_andSaysWhatToDo() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(metroon.run("ls", "--endpoints", "127.0.0.1:" + port, "/")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(metroon.err())
                .contains("start a cluster with \"metroon up\"")
                .hasLineCount(1);
    }

    @Test
    void aLostAnswer_isAnUnknownOutcome_andNamesTheKey() {
        metroon.cluster().node(1).fail(Fault.HANG_AFTER);
        String one = metroon.cluster().node(1).url();
        assertThat(metroon.run("touch", "--endpoints", one, "--timeout", "1", "/f"))
                .isEqualTo(ExitCode.UNKNOWN);
        assertThat(metroon.err()).contains("key ").hasLineCount(1);
    }

    @Test
    void theClusterOfADirectory_isUsed_andMustExist() throws IOException {
        Path data = Files.createDirectories(home.resolve(".metroon/default"));
        String address = metroon.cluster().node(1).url().substring("http://".length());
        Files.writeString(
                data.resolve("cluster.json"),
                "{\"id\":\"x\",\"engine\":\"paxos\",\"nodes\":[{\"id\":1,\"http\":\"" + address + "\",\"pid\":1}]}");
        assertThat(metroon.runWith(Map.of(), "mkdir", "/there")).isZero();
        assertThat(metroon.runWith(Map.of(), "ls", "--data", data.toString(), "/"))
                .isZero();
        assertThat(metroon.out()).isEqualTo("there\n");
        assertThat(metroon.runWith(
                        Map.of(), "ls", "--data", home.resolve("none").toString(), "/"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void help_listsTheVerbs_andExplainsEach() {
        assertThat(metroon.run("help")).isZero();
        assertThat(metroon.out()).contains("mkdir", "tree", "status", "Exit codes: 0 done");
        assertThat(metroon.run("help", "mv")).isZero();
        assertThat(metroon.out()).contains("-x", "Exchange the two");
        assertThat(metroon.run("mv", "--help")).isZero();
        assertThat(metroon.out()).contains("Exchange the two");
    }

    @Test
    void completion_isAScript() {
        assertThat(metroon.run("completion")).isZero();
        assertThat(metroon.out()).contains("_complete_metroon");
    }

    @Test
    void statusMembersAndVersion_showTheCluster() {
        assertThat(metroon.run("status")).isZero();
        assertThat(metroon.out())
                .contains("Cluster loopback: paxos", "leader 1", "follower", "Alarm of node 2: the disk is full");
        assertThat(metroon.run("members", "list")).isZero();
        assertThat(metroon.out().lines()).hasSize(4);
        assertThat(metroon.run("status", "--json")).isZero();
        assertThat(metroon.out()).contains("\"leader\":\"1\"").hasLineCount(1);
        assertThat(metroon.run("version")).isZero();
        assertThat(metroon.out()).matches("Metroon \\d+\\.\\d+\\.\\d+, Java .*\n");
        String version = metroon.out();
        assertThat(metroon.run("--version")).isZero();
        assertThat(metroon.out()).isEqualTo(version);
    }

    @Test
    void backup_appearsWhole_andReplacesNothingUnasked() throws IOException {
        metroon.cluster().node(1).backup(new byte[] {1, 2, 3});
        Path file = home.resolve("b");
        assertThat(metroon.run("backup", file.toString())).isZero();
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(metroon.run("backup", file.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(metroon.err()).contains("exists already");
        metroon.cluster().node(1).backup(new byte[] {4});
        assertThat(metroon.run("backup", "--force", file.toString())).isZero();
        assertThat(file).hasBinaryContent(new byte[] {4});
        assertThat(metroon.run("backup", "--force", "--without-content", file.toString()))
                .isZero();
        assertThat(metroon.out()).contains("Without content");
        try (var left = Files.list(home)) {
            assertThat(left).containsExactly(file);
        }
    }
}
