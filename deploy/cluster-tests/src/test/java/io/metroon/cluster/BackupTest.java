package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        assertThat(restore.err()).containsPattern("header|chunk|part|section|trailer|end|content");
        assertThat(data).doesNotExist();
    }

    @Test
    void aBackup_carriesTheContentOfLargeFiles_orSaysThatItDoesNot() throws Exception {
        byte[] octets = Contents.octets(1, 3 * Contents.CHUNK_BYTES + 12_345);
        Path whole = temporary.resolve("whole");
        Path referring = temporary.resolve("referring");
        Contents contents = new Contents();
        try (TestCluster cluster = TestCluster.start(3)) {
            assertThat(contents.send("PUT", cluster.url(1) + "/v1/content/large", octets)
                            .statusCode())
                    .isEqualTo(201);
            cluster.run("backup", whole.toString());
            Launcher.Result without = cluster.run("backup", "--without-content", referring.toString());
            assertThat(without.out()).contains("Without content");
        }
        assertThat(Launcher.run("verify", whole.toString()).out())
                .contains("carries the content of large files: 4 chunks, 12,595,257 bytes");
        assertThat(Launcher.run("verify", referring.toString()).out())
                .contains("does not carry it: 4 chunks, 12,595,257 bytes");
        servesAllOf(whole, octets, contents);
        isNotReadWithoutContent(referring, contents);
        damagedOrShortenedContent_isRefused(Files.readAllBytes(whole));
    }

    private void servesAllOf(Path file, byte[] octets, Contents contents) throws Exception {
        try (TestCluster restored =
                TestCluster.in(temporary.resolve("restored-whole").resolve("data"), 3)) {
            Launcher.Result restore = Launcher.run(
                    "restore", file.toString(), "--data", restored.directory().toString(), "--nodes", "3");
            assertThat(restore.out()).as(restore.err()).contains("Content: 4 chunks, 12595257 octets, at every node");
            restored.up();
            for (int node : restored.nodes()) {
                assertThat(Contents.hashes(restored, node))
                        .containsExactlyInAnyOrderElementsOf(Contents.chunks(octets));
                byte[] read = contents.send("GET", restored.url(node) + "/v1/content/large", new byte[0])
                        .body();
                assertThat(Contents.sha256(read)).isEqualTo(Contents.sha256(octets));
            }
        }
    }

    private void isNotReadWithoutContent(Path file, Contents contents) throws Exception {
        try (TestCluster restored =
                TestCluster.in(temporary.resolve("restored-referring").resolve("data"), 1)) {
            String data = restored.directory().toString();
            Launcher.Result refused = Launcher.run("restore", file.toString(), "--data", data, "--nodes", "1");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("refers to 4 chunks").contains("--without-content");
            assertThat(restored.directory()).doesNotExist();
            Launcher.Result restore =
                    Launcher.run("restore", "--without-content", file.toString(), "--data", data, "--nodes", "1");
            assertThat(restore.out()).as(restore.err()).contains("Without content: files of 4 chunks");
            restored.up();
            assertThat(contents.isRefused(restored.url(1) + "/v1/content/large"))
                    .isTrue();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> restored.http()
                            .send("GET", restored.url(1) + "/v1/cluster")
                            .text()
                            .contains("4 chunks that files consist of are on no node"));
        }
    }

    private void damagedOrShortenedContent_isRefused(byte[] whole) throws Exception {
        int content = whole.length - 3 * Contents.CHUNK_BYTES - 12_345;
        byte[] flipped = whole.clone();
        flipped[content + Contents.CHUNK_BYTES] ^= 4;
        refused(flipped);
        refused(Arrays.copyOf(whole, whole.length - 24));
        refused(Arrays.copyOf(whole, whole.length - 3 * Contents.CHUNK_BYTES));
        int sections = whole.length - 12_595_257 - 20 - 4 * 52 - 24;
        refused(Arrays.copyOf(whole, sections));
    }
}
