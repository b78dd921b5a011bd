package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup taken while clients write, and what becomes of it. */
class BackupTest {
    @TempDir
    Path temporary;

    @Test
    void restore_ofABackupTakenUnderLoad_givesTheDigestOfItsRevision() throws Exception {
        Path file = temporary.resolve("backup");
        List<Observed> history;
        try (TestCluster cluster = TestCluster.start(3)) {
            try (Load load = Load.start(cluster, 4, 1)) {
                Awaitility.await().until(() -> load.answered() > 300);
                Launcher.Result backup =
                        Launcher.run("backup", "--data", cluster.directory().toString(), file.toString());
                assertThat(backup.exit()).as(backup.err()).isZero();
                int then = load.answered();
                Awaitility.await().until(() -> load.answered() > then + 100);
                history = load.finish();
            }
        }
        Launcher.Result verified = Launcher.run("verify", "--json", file.toString());
        assertThat(verified.exit()).as(verified.err()).isZero();
        com.fasterxml.jackson.databind.JsonNode facts =
                new com.fasterxml.jackson.databind.json.JsonMapper().readTree(verified.out());
        long revision = facts.path("revision").asLong();
        String digest = facts.path("digest").asText();
        assertThat(history).anyMatch(entry -> entry.revision() > revision);
        List<Observed> before =
                history.stream().filter(entry -> entry.revision() <= revision).toList();
        restores(file, 1, before, digest);
        restores(file, 3, before, digest);
    }

    private void restores(Path file, int nodes, List<Observed> history, String digest) throws Exception {
        try (TestCluster restored =
                TestCluster.in(temporary.resolve("restored-" + nodes).resolve("data"), nodes)) {
            Launcher.Result restore = Launcher.run(
                    "restore", file.toString(), "--data", restored.directory().toString(), "--nodes", "" + nodes);
            assertThat(restore.exit()).as(restore.err()).isZero();
            restored.up();
            assertThat(restored.awaitEqualDigests()).endsWith(" " + digest);
            HistoryCheck.requireSame(HistoryCheck.replay(history), restored, nodes);
            assertThat(restored.http()
                            .send("PUT", restored.url(1) + "/v1/fs/life-goes-on")
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void restore_ofADamagedBackup_namesThePartAndWritesNothing() throws Exception {
        Path file = temporary.resolve("backup");
        try (TestCluster cluster = TestCluster.start(1)) {
            for (int i = 0; i < 200; i++) {
                cluster.http().send("PUT", cluster.url(1) + "/v1/fs/file-" + i);
            }
            assertThat(Launcher.run("backup", "--data", cluster.directory().toString(), file.toString())
                            .exit())
                    .isZero();
        }
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 4; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            refused(flipped);
        }
        refused(Arrays.copyOf(whole, whole.length - 1));
        refused(Arrays.copyOf(whole, whole.length / 2));
        refused(new byte[0]);
    }

    private void refused(byte[] octets) throws Exception {
        Path damaged = temporary.resolve("damaged");
        Files.write(damaged, octets);
        Path data = temporary.resolve("nothing");
        Launcher.Result verify = Launcher.run("verify", damaged.toString());
        Launcher.Result restore = Launcher.run("restore", damaged.toString(), "--data", data.toString());
        assertThat(verify.exit()).isEqualTo(1);
        assertThat(restore.exit()).isEqualTo(1);
        assertThat(restore.err()).containsPattern("header|chunk|part|section|trailer|end");
        assertThat(data).doesNotExist();
    }
}
