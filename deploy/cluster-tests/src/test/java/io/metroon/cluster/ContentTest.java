package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Large content on real nodes of 512 MiB: written while nodes and clients are killed, damaged on disk, moved to a new disk.
 * Its size is that of the properties {@code content.mebibytes} and {@code content.files}.
 */
@Tag("system")
class ContentTest {
    private static final int MEBIBYTES = Integer.getInteger("content.mebibytes", 96);
    private static final int FILES = Integer.getInteger("content.files", 600);
    private static final Duration SETTLE = Duration.ofSeconds(120 + MEBIBYTES / 2);
    private static final String EAGER = String.join(
            System.lineSeparator(),
            "content:",
            "  chunkLifeMillis: " + (10_000 + 50 * MEBIBYTES),
            "  lingerMillis: 1000",
            "  sweepMillis: 1000",
            "  scrubBytesPerSecond: 268435456",
            "");

    @Test
    void kill_ofNodesAndClients_leavesEachFileOldOrNewInFull_andNoChunkWithoutOwner() throws Exception {
        long seed = Long.getLong("metroon.seed", System.nanoTime());
        long began = System.nanoTime();
        try (TestCluster cluster = TestCluster.start(3)) {
            cluster.restartWith("512m", EAGER);
            ContentLoad load = new ContentLoad(cluster, MEBIBYTES, FILES, seed);
            int kills = killWhile(load, cluster, new Random(seed));
            cluster.reviveAll();
            cluster.awaitReady();
            cluster.awaitEqualDigests();
            Set<String> owned = load.requireOldOrNew();
            awaitExactly(owned, cluster, 1, 2, 3);
            damageIsRepaired(cluster, owned);
            Report.line(
                    "content: %d MiB in large files and %d small ones, %s, %d kills of nodes, %d s, seed %d",
                    MEBIBYTES,
                    FILES,
                    load,
                    kills,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                    seed);
        }
    }

    /** Wherever the writers happen to be, as often as they get on in between; sometimes all nodes at once. */
    private static int killWhile(ContentLoad load, TestCluster cluster, Random random) throws Exception {
        int kills = 0;
        load.start();
        while (!load.awaitProgress(1 + random.nextInt(FILES / 6), SETTLE)) {
            load.awaitSome(random.nextInt(300));
            if (random.nextInt(4) == 0) {
                cluster.killAll();
            } else {
                cluster.kill(1 + random.nextInt(3));
            }
            kills++;
            load.awaitSome(random.nextInt(1_000));
            cluster.reviveAll();
        }
        load.finish();
        return kills;
    }

    private static void awaitExactly(Set<String> owned, TestCluster cluster, int... nodes) {
        for (int node : nodes) {
            Awaitility.await()
                    .atMost(SETTLE)
                    .untilAsserted(() -> assertThat(Contents.hashes(cluster, node))
                            .as("chunks of node %d", node)
                            .containsExactlyElementsOf(owned));
        }
    }

    private static void damageIsRepaired(TestCluster cluster, Set<String> owned) throws IOException {
        Path rotten = Contents.chunkFiles(cluster, 2).iterator().next();
        Path deleted = ((TreeSet<Path>) Contents.chunkFiles(cluster, 3)).last();
        byte[] sound = Files.readAllBytes(rotten);
        byte[] flipped = sound.clone();
        flipped[flipped.length / 2] ^= 1;
        Files.write(rotten, flipped);
        Files.delete(deleted);
        Awaitility.await().atMost(SETTLE).until(() -> Files.exists(rotten) && same(rotten, sound));
        awaitExactly(owned, cluster, 2, 3);
    }

    private static boolean same(Path file, byte[] octets) throws IOException {
        return Arrays.equals(Files.readAllBytes(file), octets);
    }

    @Test
    void aReplacedNode_holdsAllContentWhenTheCommandEnds_andWhatIsLostEverywhereIsNamed() throws Exception {
        byte[] octets = Contents.octets(7, 3 * Contents.CHUNK_BYTES + 1);
        Contents contents = new Contents();
        try (TestCluster cluster = TestCluster.start(3)) {
            String url = "/v1/content/large";
            assertThat(contents.send("PUT", cluster.url(1) + url, octets).statusCode())
                    .isEqualTo(201);
            cluster.kill(2);
            TestCluster.delete(cluster.nodeDirectory(2));
            cluster.run("members", "replace", "2", "--timeout", "60");
            assertThat(Contents.hashes(cluster, 2)).containsExactlyElementsOf(Contents.chunks(octets));
            cluster.run("members", "replace", "3", "--timeout", "60");
            assertThat(Contents.hashes(cluster, 3)).containsExactlyElementsOf(Contents.chunks(octets));

            cluster.kill(1);
            for (int node : List.of(2, 3)) {
                byte[] read = contents.send("GET", cluster.url(node) + url, new byte[0])
                        .body();
                assertThat(Contents.sha256(read)).isEqualTo(Contents.sha256(octets));
            }
            lostEverywhere(cluster, contents, url);
        }
    }

    /** Node 1 is down: it may have the chunk, so nobody says that it is gone; and nobody serves anything else. */
    private static void lostEverywhere(TestCluster cluster, Contents contents, String url) throws IOException {
        String first =
                Contents.chunkFiles(cluster, 2).iterator().next().getFileName().toString();
        for (int node : List.of(1, 2, 3)) {
            Files.delete(cluster.nodeDirectory(node)
                    .resolve("content")
                    .resolve(first.substring(0, 2))
                    .resolve(first));
        }
        assertThat(contents.isRefused(cluster.url(2) + url)).isTrue();
        cluster.run("up", "--http-port", "" + cluster.port(), "--nodes", "3");
        Awaitility.await()
                .atMost(Duration.ofSeconds(150))
                .until(() -> cluster.http()
                        .send("GET", cluster.url(2) + "/v1/cluster")
                        .text()
                        .contains("1 chunks that files consist of are on no node"));
    }
}
