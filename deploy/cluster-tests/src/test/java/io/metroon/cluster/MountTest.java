package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A directory of the namespace, mounted by programs that others wrote, and what people do in a directory: see {@code
 * mount/scenarios.sh}. What they wrote is read back at another node.
 */
@Tag("system")
class MountTest {
    private static final int MINUTES_MAX = 6;
    private static final String CHECKOUT = System.getProperty("metroon.checkout", "../..");

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in peace", "while leaders are killed"})
    void sourceTree_isCopied_compiled_committed_andTakenAway_asInALocalDirectory(String when) throws Exception {
        Program.require("mount.davfs", "git", "rsync", "make", "gcc");
        Program.requireMounts();
        String path = "/davfs2-" + when.replace(' ', '-');
        makeDirectory(path);
        try (Program user = new Program("mount")) {
            int node = follower();
            Path mounted = Files.createDirectory(user.work().resolve("mounted"));
            metroon(user, node, "mount", "--webdav", path, mounted.toString());
            Path local = Files.createDirectory(user.work().resolve("w"));
            Program.Started scenarios = user.start(
                    Map.of(), Program.script("mount/scenarios.sh"), mounted.toString(), local.toString(), checkout());
            if (when.contains("killed")) {
                killLeaders(node, scenarios, local.resolve("steps"));
            }
            user.ended(scenarios, MINUTES_MAX);
            unmount(user, node, mounted);
            requireTheSame(user, node % 3 + 1, path, local);
            reportFigures("davfs2", when, local);
        }
    }

    @Test
    void rclone_showsATree_andDoesNotPretendToWrite() throws Exception {
        Program.require("rclone");
        Program.requireMounts();
        makeDirectory("/rclone");
        try (Program user = new Program("mount")) {
            int node = follower();
            String tree = checkout() + "/consensus/core/src/main";
            metroon(user, node, "import", tree, "/rclone/tree");
            Path mounted = Files.createDirectory(user.work().resolve("mounted"));
            assertThat(metroon(user, node, "mount", "--webdav", "--with", "rclone", "/rclone", mounted.toString()))
                    .contains("read-only");
            user.run(1, "diff", "-r", tree, mounted + "/tree");
            assertThatThrownBy(() -> Files.createFile(mounted.resolve("new")))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Read-only");
            unmount(user, node, mounted);
        }
    }

    /** git and rsync give what they have just written another name, which Debian's rclone loses. The rest works. */
    @Test
    void rclone_writesWhatIsNotRenamedAtOnce_asInALocalDirectory() throws Exception {
        Program.require("rclone", "fusermount3", "rsync", "make", "gcc");
        Program.requireMounts();
        makeDirectory("/rclone-writes");
        try (Program user = new Program("mount")) {
            int node = follower();
            Path mounted = Files.createDirectory(user.work().resolve("mounted"));
            Path local = Files.createDirectory(user.work().resolve("w"));
            Map<String, String> remote = Map.of(
                    "RCLONE_WEBDAV_URL", cluster.url(node) + "/dav/rclone-writes", "RCLONE_WEBDAV_VENDOR", "owncloud");
            user.ended(user.start(remote, rclone(user, mounted)), 1);
            user.run(
                    MINUTES_MAX,
                    Program.script("mount/scenarios.sh"),
                    mounted.toString(),
                    local.toString(),
                    checkout(),
                    "without-renames");
            user.run(1, "fusermount3", "-u", mounted.toString());
            String exported = export(user, node % 3 + 1, "/rclone-writes");
            user.run(1, "diff", "-r", local + "/local/src", exported + "/src");
            requireRsynced(user, exported, local);
            reportFigures("rclone", "without renames", local);
        }
    }

    private static String[] rclone(Program user, Path mounted) {
        return new String[] {
            "rclone",
            "mount",
            ":webdav:",
            mounted.toString(),
            "--config=" + user.work().resolve("none"),
            "--cache-dir=" + user.work().resolve("cache"),
            "--file-perms=0755",
            "--vfs-cache-mode=writes",
            "--vfs-write-back=0s",
            "--daemon"
        };
    }

    private static void makeDirectory(String path) throws IOException {
        assertThat(cluster.http()
                        .send("PUT", cluster.url(1) + "/v1/fs" + path + "?type=directory")
                        .status())
                .isEqualTo(201);
    }

    private static String checkout() throws IOException {
        return Path.of(CHECKOUT).toRealPath().toString();
    }

    /** A mount speaks to one node: were it that of the leader, killing the leader would take the mount away. */
    private static int follower() {
        return cluster.awaitLeader() % 3 + 1;
    }

    private static String metroon(Program user, int node, String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Launcher.home().resolve("bin/metroon").toString()));
        command.addAll(List.of(words));
        if (!words[0].equals("unmount")) {
            command.addAll(List.of("--endpoints", cluster.url(node)));
        }
        Map<String, String> home = Map.of("METROON_CLI_JAVA_OPTS", "-Duser.home=" + user.work());
        return user.ended(user.start(home, command.toArray(String[]::new)), MINUTES_MAX);
    }

    private static void killLeaders(int mounted, Program.Started scenarios, Path steps) throws IOException {
        for (String step : List.of("copy", "git")) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(MINUTES_MAX))
                    .until(() -> !scenarios.process().isAlive() || hasBegun(step, steps));
            int leader = cluster.awaitLeader();
            if (leader == mounted) {
                leader = mounted % 3 + 1;
                cluster.run("members", "transfer-leader", "" + leader);
                assertThat(cluster.awaitLeader()).isEqualTo(leader);
            }
            cluster.kill(leader);
            cluster.revive(leader);
            cluster.awaitReady();
        }
    }

    private static boolean hasBegun(String step, Path steps) throws IOException {
        return Files.exists(steps) && Files.readAllLines(steps).contains(step);
    }

    private static void unmount(Program user, int node, Path mounted) throws Exception {
        assertThat(metroon(user, node, "unmount", mounted.toString())).contains("is unmounted");
        assertThat(user.mounts()).isEmpty();
        assertThat(user.work().resolve(".metroon/mounts")).isEmptyDirectory();
    }

    private static void requireTheSame(Program user, int node, String path, Path local) throws Exception {
        String exported = export(user, node, path);
        user.run(1, "diff", "-r", "-x", ".git", local + "/local/src", exported + "/src");
        user.run(1, "git", "-C", exported + "/src", "fsck", "--full", "--strict");
        requireRsynced(user, exported, local);
        cluster.awaitEqualDigests();
    }

    private static String export(Program user, int node, String path) throws Exception {
        String exported = user.work().resolve("exported").toString();
        metroon(user, node, "export", path, exported);
        return exported;
    }

    private static void requireRsynced(Program user, String exported, Path local) throws Exception {
        user.run(1, "diff", "-r", local + "/local/src/consensus/core", exported + "/rsynced/core");
    }

    private static void reportFigures(String client, String when, Path local) throws IOException {
        for (String figure : Files.readAllLines(local.resolve("figures"))) {
            Report.line("mount, %s, %s: %s", client, when, figure);
        }
    }
}
