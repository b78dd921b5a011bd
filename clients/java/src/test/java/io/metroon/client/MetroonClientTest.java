package io.metroon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metroon.client.loopback.Fault;
import io.metroon.client.loopback.LoopbackCluster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operations, against a loopback cluster. */
class MetroonClientTest {
    private LoopbackCluster cluster;
    private MetroonClient client;

    @BeforeEach
    void start() {
        cluster = LoopbackCluster.start(1);
        client = builder().build();
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private MetroonClient.Builder builder() {
        return MetroonClient.builder().endpoints(cluster.endpoints()).discovery(false);
    }

    @Test
    void aTree_isMadeReadAndRemoved() {
        BlockingMetroonClient blocking = client.blocking();
        blocking.createDirectories("/a/b/c");
        blocking.createFile("/a/file");
        blocking.createSymlink("/a/link", "../elsewhere");
        assertThat(blocking.entries("/a").map(entry -> entry.name().toString())).containsExactly("b", "file", "link");
        assertThat(blocking.stat("/a/link").target()).isEqualTo(Octets.of("../elsewhere"));
        assertThat(blocking.rename("/a/file", "/a/b/moved").path()).isEqualTo(MetroonPath.of("/a/b/moved"));
        assertThat(blocking.exists("/a/file")).isFalse();
        blocking.delete(MetroonPath.of("/a"), true);
        assertThat(cluster.tree().size()).isZero();
    }

    @Test
    void attributes_areSetToTheNanosecond() {
        Instant time = Instant.parse("1999-12-31T23:59:59.123456789Z");
        client.blocking().createFile("/f");
        Stat stat = client.blocking()
                .setAttributes(
                        "/f",
                        Attributes.NONE
                                .mode(04755)
                                .owner("alice")
                                .group("1000")
                                .mtime(time)
                                .atime(time));
        assertThat(stat.mode()).isEqualTo(04755);
        assertThat(stat.owner()).isEqualTo("alice");
        assertThat(stat.group()).isEqualTo("1000");
        assertThat(stat.mtime()).isEqualTo(time);
        assertThat(stat.atime()).isEqualTo(time);
    }

    @Test
    void xattrs_areSetAndRemoved() {
        client.blocking().createFile("/f");
        Stat with = client.blocking().setAttributes("/f", Attributes.NONE.xattr("user.x", Octets.of("1")));
        assertThat(with.xattrs()).containsEntry("user.x", Octets.of("1"));
        assertThat(client.blocking()
                        .setAttributes("/f", Attributes.NONE.removeXattr("user.x"))
                        .xattrs())
                .isEmpty();
    }

    @Test
    void content_comesBackAsItWasPut() {
        byte[] content = {0, 1, (byte) 0xFF};
        assertThat(client.blocking().putContent("/f", content).size()).isEqualTo(3);
        assertThat(client.blocking().getContent("/f")).isEqualTo(content);
    }

    @Test
    void contentOfSeveralChunks_isSentFromASourceAndWrittenToAStream() {
        byte[] content = new byte[9_000_001];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stat written = client.blocking().putContent(MetroonPath.of("/f"), () -> new ByteArrayInputStream(content));
        assertThat(written.size()).isEqualTo(content.length);
        assertThat(client.blocking().getContent(MetroonPath.of("/f"), out)).isEqualTo(content.length);
        assertThat(out.toByteArray()).isEqualTo(content);
    }

    @Test
    void aSinkThatFailsMidway_endsTheDownloadWithItsError_andTheClientGoesOn() {
        client.blocking().putContent("/f", new byte[9_000_001]);
        OutputStream full = new OutputStream() {
            private int taken;

            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                taken += length;
                if (taken > 1_000_000) {
                    throw new IOException("the disk is full");
                }
            }
        };
        assertThatThrownBy(() -> client.blocking().getContent(MetroonPath.of("/f"), full))
                .hasStackTraceContaining("the disk is full");
        assertThat(client.blocking().stat("/f").size()).isEqualTo(9_000_001);
    }

    @Test
    void aSourceThatFailsMidway_writesNothing() {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[3_000_000]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is broken");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("the disk is broken");
            }
        });
        assertThatThrownBy(() -> client.blocking().putContent(MetroonPath.of("/f"), ContentSource.once(broken)))
                .hasStackTraceContaining("the disk is broken");
        assertThat(client.blocking().exists("/f")).isFalse();
    }

    @Test
    void namesThatAreNotUtf8_areCarriedByteForByte() {
        Octets name = Octets.of(new byte[] {(byte) 0xFF, 'x', (byte) 0xE9, '%', ' ', '+', '?'});
        MetroonPath path = MetroonPath.ROOT.resolve(name);
        assertThat(client.blocking().createFile(path).path()).isEqualTo(path);
        client.blocking().createSymlink(MetroonPath.of("/link"), name);
        List<Entry> entries = client.blocking().entries("/").toList();
        assertThat(entries.get(0).stat().target()).isEqualTo(name);
        assertThat(entries.get(1).name()).isEqualTo(name);
        MetroonPath moved = MetroonPath.of("/moved").parent().resolve(Octets.of(new byte[] {(byte) 0xFE}));
        assertThat(client.blocking().rename(path, moved).path()).isEqualTo(moved);
    }

    @Test
    void batch_answersEachOperationForItself() {
        List<Outcome> outcomes = client.blocking()
                .batch(List.of(
                        Operation.Create.directory(MetroonPath.of("/d")),
                        Operation.Create.directory(MetroonPath.of("/d")),
                        new Operation.GetStat(MetroonPath.of("/d"), true),
                        new Operation.Delete(MetroonPath.of("/d"), false, Precondition.NONE)));
        assertThat(outcomes.get(0).entry().isDirectory()).isTrue();
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.cause())
                                .isInstanceOfSatisfying(
                                        RefusedException.class,
                                        refused -> assertThat(refused.code()).isEqualTo("EEXIST")));
        assertThat(outcomes.get(2).entry().path()).isEqualTo(MetroonPath.of("/d"));
        assertThat(outcomes.get(3).done().stat()).isEqualTo(Optional.empty());
    }

    @Test
    void concurrentCalls_shareRequests_andEachHasItsOwnAnswer() {
        List<CompletableFuture<Stat>> calls = IntStream.range(0, 1_000)
                .mapToObj(i -> client.createFile("/f" + i % 500))
                .toList();
        long refused = calls.stream()
                .filter(call -> call.handle((stat, failure) -> failure != null).join())
                .count();
        assertThat(refused).isEqualTo(500);
        assertThat(cluster.tree().size()).isEqualTo(500);
        assertThat(cluster.node(1).requests())
                .hasSizeLessThan(500)
                .anyMatch(request -> request.equals("POST /v1/batch"));
    }

    @Test
    void concurrentCalls_withoutBatching_goAlone() {
        try (MetroonClient single = builder().batchedRequestsMax(0).build()) {
            IntStream.range(0, 20)
                    .mapToObj(i -> single.createFile("/f" + i))
                    .toList()
                    .forEach(CompletableFuture::join);
            assertThat(cluster.node(1).requests()).hasSize(20).noneMatch(request -> request.contains("batch"));
        }
    }

    @Test
    void aBatchWhoseAnswerIsLost_takesEffectOnce() {
        cluster.node(1).fail(Fault.DROP_AFTER, Fault.TIMEOUT_AFTER);
        List<Operation> operations = IntStream.range(0, 10)
                .<Operation>mapToObj(i -> Operation.Create.file(MetroonPath.of("/f" + i)))
                .toList();
        assertThat(client.blocking().batch(operations))
                .allSatisfy(outcome -> assertThat(outcome.done().replayed()).isTrue());
        assertThat(cluster.effects()).isEqualTo(10);
    }

    @Test
    void listing_followsTheCursorsOfAllPages() {
        IntStream.range(0, 25).forEach(i -> client.blocking().createFile("/f" + (100 + i)));
        Listing small = Listing.FIRST.withLimit(10);
        assertThat(client.blocking().entries(MetroonPath.ROOT, small)).hasSize(25);
        List<Page> pages = new ArrayList<>();
        client.forEachPage(MetroonPath.ROOT, small, pages::add).join();
        assertThat(pages).hasSize(3);
    }

    @Test
    void readModes_sayWhatTheyMean_andOwnWritesRemembersTheRevision() {
        client.blocking().createFile("/f");
        client.blocking().reading(ReadMode.STALE).stat("/f");
        client.blocking().reading(ReadMode.OWN_WRITES).stat("/f");
        client.blocking().reading(ReadMode.atLeast(1)).list("/");
        client.blocking().reading(ReadMode.LEASE).stat("/f");
        client.blocking().reading(ReadMode.QUORUM).stat("/f");
        client.blocking().reading(ReadMode.bounded(Duration.ofMillis(250))).stat("/f");
        client.blocking().reading(ReadMode.LINEARIZABLE).stat("/f");
        assertThat(cluster.node(1).requests())
                .contains(
                        "GET /v1/fs/f stale",
                        "GET /v1/fs/f at-least=1",
                        "GET /v1/fs/?list&limit=1000 at-least=1",
                        "GET /v1/fs/f lease",
                        "GET /v1/fs/f quorum",
                        "GET /v1/fs/f bounded=250",
                        "GET /v1/fs/f");
    }

    @Test
    void readModes_refuseABoundThatIsNone() {
        for (Duration none :
                List.of(Duration.ZERO, Duration.ofNanos(999_999), Duration.ofMillis(-1), Duration.ofDays(12))) {
            assertThatIllegalArgumentException().isThrownBy(() -> ReadMode.bounded(none));
        }
    }

    @Test
    void futures_completeOnTheBuildersExecutor_whetherWellOrNot() {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        try (MetroonClient mine = builder().executor(executor).build()) {
            assertThat(mine.createFile("/f")
                            .thenApply(stat -> Thread.currentThread().getName())
                            .join())
                    .isEqualTo("mine");
            assertThat(mine.stat("/none")
                            .handle((stat, failure) -> Thread.currentThread().getName())
                            .join())
                    .isEqualTo("mine");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void asynchronousFailures_areTheCause_andBlockingOnesAreUnwrapped() {
        assertThatThrownBy(() -> client.stat("/none").join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> client.blocking().stat("/none"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("ENOENT"));
    }

    @Test
    void backup_isWrittenWhole() {
        byte[] backup = new byte[300_000];
        java.util.Arrays.fill(backup, (byte) 7);
        cluster.node(1).backup(backup);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(client.blocking().backup(out).octets()).isEqualTo(300_000);
        assertThat(out.toByteArray()).isEqualTo(backup);
        client.blocking().backup(out, false);
        assertThat(cluster.node(1).requests()).contains("GET /v1/backup?content=false");
    }

    @Test
    void cluster_tellsNodesAndLeader() {
        Cluster seen = client.blocking().cluster();
        assertThat(seen.leader()).hasValue("1");
        assertThat(seen.nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.role()).isEqualTo("leader"));
    }

    @Test
    void close_isIdempotent_andLaterCallsAreUnavailable() {
        client.close();
        client.close();
        assertThatThrownBy(() -> client.blocking().stat("/"))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the client is closed");
    }

    @Test
    void close_waitsForCallsUnderWay() {
        CompletableFuture<Stat> call = client.createFile("/f");
        client.close();
        assertThat(call.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .size())
                .isZero();
    }

    @Test
    void timeouts_mustBePositive_andEndpointsUrls() {
        assertThatThrownBy(() -> MetroonClient.builder().timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MetroonClient.builder().endpoints("ftp://x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MetroonClient.builder().endpoints(" , ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textThatIsNoContent_isOctets() {
        assertThat(Octets.of("é").toBytes()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    }
}
