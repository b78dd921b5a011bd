package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file four times as large as the heap of a node, and fifty thousand small ones: written through one façade, read through
 * the other, at another node.
 */
@Tag("system")
class LargeContentTest {
    /** Not a whole number of chunks. */
    private static final long LARGE_BYTES = (2L << 30) + 12_345;

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int SMALL_FILES = 50_000;
    private static final int SMALL_BYTES_MAX = 4 << 10;
    private static final int DIRECTORIES = 50;
    private static final int CLIENTS = 16;
    private static final List<String> FACADES = List.of("/dav", "/v1/content");

    @TempDir
    Path temporary;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void twoGibibytes_andFiftyThousandFiles_comeBackWithTheirHashes_fromNodesOf512MiB() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            cluster.restartWith("512m", "");
            List<Long> processes = cluster.nodes().stream().map(cluster::pid).toList();
            writeAndReadLarge(cluster);
            writeAndReadSmall(cluster);
            cluster.awaitEqualDigests();
            assertThat(cluster.nodes())
                    .as("no node ended and was started again")
                    .allMatch(cluster::isRunning)
                    .extracting(cluster::pid)
                    .isEqualTo(processes);
        }
    }

    private static String makeLarge(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(2);
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            for (long at = 0; at < LARGE_BYTES; at += BLOCK_BYTES) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(BLOCK_BYTES, LARGE_BYTES - at));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The second time its chunks are there already: they are sent, hashed and not written again. */
    private void writeAndReadLarge(TestCluster cluster) throws Exception {
        Path source = temporary.resolve("large");
        String hash = makeLarge(source);
        for (int facade = 0; facade < FACADES.size(); facade++) {
            String name = "/large-" + facade;
            String written = cluster.url(1 + facade) + FACADES.get(facade) + name;
            long began = System.nanoTime();
            assertThat(put(written, BodyPublishers.ofFile(source))).isEqualTo(201);
            long stored = System.nanoTime();
            String read = FACADES.get(1 - facade);
            assertThat(hashOf(cluster.url(3 - facade) + read + name)).isEqualTo(hash);
            Report.line(
                    "content: %d MiB written by %s%s in %s, read by %s in %s",
                    LARGE_BYTES >> 20,
                    FACADES.get(facade),
                    facade == 0 ? "" : ", its chunks being there,",
                    rate(LARGE_BYTES >> 20, "MiB", began, stored),
                    read,
                    rate(LARGE_BYTES >> 20, "MiB", stored, System.nanoTime()));
        }
    }

    private void writeAndReadSmall(TestCluster cluster) throws Exception {
        for (int directory = 0; directory < DIRECTORIES; directory++) {
            assertThat(put(cluster.url(1) + "/v1/fs/" + directory + "?type=directory", BodyPublishers.noBody()))
                    .isEqualTo(201);
        }
        long began = System.nanoTime();
        forAllSmall(file -> assertThat(put(small(cluster, file, 0), BodyPublishers.ofByteArray(octets(file))))
                .isEqualTo(201));
        long stored = System.nanoTime();
        forAllSmall(file -> assertThat(hashOf(small(cluster, file, 1))).isEqualTo(Contents.sha256(octets(file))));
        Report.line(
                "content: %d files of up to %d bytes written in %s, read in %s",
                SMALL_FILES,
                SMALL_BYTES_MAX,
                rate(SMALL_FILES, "files", began, stored),
                rate(SMALL_FILES, "files", stored, System.nanoTime()));
    }

    /** Each file by its façade and its node; a step on, those are the others. */
    private static String small(TestCluster cluster, int file, int step) {
        return cluster.url(1 + (file + step) % 3) + FACADES.get((file + step) % 2) + "/" + file % DIRECTORIES + "/"
                + file;
    }

    private static byte[] octets(int file) {
        return Contents.octets(file, 1 + file % SMALL_BYTES_MAX);
    }

    private interface Work {
        void on(int file) throws Exception;
    }

    private static void forAllSmall(Work work) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, CLIENTS)
                    .forEach(client -> all.add(clients.submit(() -> {
                        for (int file = client; file < SMALL_FILES; file += CLIENTS) {
                            work.on(file);
                        }
                        return null;
                    })));
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private int put(String url, BodyPublisher body) throws IOException, InterruptedException {
        return send(url, "PUT", body, BodyHandlers.discarding()).statusCode();
    }

    private String hashOf(String url) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        HttpResponse<InputStream> answer = send(url, "GET", BodyPublishers.noBody(), BodyHandlers.ofInputStream());
        try (InputStream in = answer.body();
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            assertThat(answer.statusCode()).as(url).isEqualTo(200);
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private <T> HttpResponse<T> send(String url, String method, BodyPublisher body, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url)).method(method, body).build(), handler);
    }

    private static String rate(long amount, String unit, long began, long ended) {
        double seconds = Duration.ofNanos(ended - began).toMillis() / 1e3;
        return String.format(java.util.Locale.ROOT, "%.1f s (%.0f %s/s)", seconds, amount / seconds, unit);
    }
}
