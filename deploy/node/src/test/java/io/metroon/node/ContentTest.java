package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.node.config.ContentSettings;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.local.Founding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Content in chunks on three nodes of one process: kept, healed, repaired, collected. Most of their time they wait, and so they do at once. */
@Execution(ExecutionMode.CONCURRENT)
class ContentTest {
    private static final ContentSettings EAGER =
            new ContentSettings(ContentSettings.EMBEDDED, Map.of(), 1L << 30, 6_000, 0, 100, 0);
    private static final int CHUNK = 4 << 20;

    @TempDir
    Path temporary;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<NodeConfig> nodes = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        List<NodeConfig.Addresses> members = new ArrayList<>();
        for (int node = 1; node <= 3; node++) {
            members.add(InProcessNodes.addresses(node));
        }
        Founding founding = new Founding(members);
        for (int node = 1; node <= 3; node++) {
            founding.format(node, temporary.resolve("node-" + node));
            nodes.add(new NodeConfig(node, temporary.resolve("node-" + node), members, 0, null, EAGER));
            deployments.add(await(vertx.deployVerticle(new MetroonNode(nodes.get(node - 1)))));
        }
        nodes.forEach(this::awaitReady);
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private HttpResponse<byte[]> send(int node, String method, String target, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + nodes.get(node - 1).own().http() + target))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady(NodeConfig node) {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() ->
                        send(node.node(), "GET", "/health/ready", new byte[0]).statusCode() == 200);
    }

    private byte[] get(int node, String path, String... headers) {
        HttpResponse<byte[]> response = send(node, "GET", "/v1/content" + path, new byte[0], headers);
        assertThat(response.statusCode()).isBetween(200, 206);
        return response.body();
    }

    private void put(int node, String path, byte[] octets) {
        HttpResponse<byte[]> response = send(node, "PUT", "/v1/content" + path, octets);
        assertThat(response.statusCode())
                .as(() -> new String(response.body(), StandardCharsets.UTF_8))
                .isBetween(200, 201);
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private List<Path> chunks(int node) {
        try (Stream<Path> files = Files.walk(temporary.resolve("node-" + node + "/content"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitChunks(int count, int... onNodes) {
        for (int node : onNodes) {
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(chunks(node)).hasSize(count));
        }
    }

    @Test
    void aLargeFile_isReadAtEveryNode_wholeAndInParts() {
        byte[] octets = octets(2 * CHUNK + 12_345);
        put(1, "/large", octets);

        for (int node = 1; node <= 3; node++) {
            assertThat(get(node, "/large")).isEqualTo(octets);
        }
        assertThat(get(2, "/large", "Range", "bytes=" + (CHUNK - 10) + "-" + (CHUNK + 9)))
                .isEqualTo(Arrays.copyOfRange(octets, CHUNK - 10, CHUNK + 10));
        assertThat(get(3, "/large", "Range", "bytes=-5"))
                .isEqualTo(Arrays.copyOfRange(octets, octets.length - 5, octets.length));
        assertThat(send(2, "HEAD", "/v1/content/large", new byte[0]).headers().firstValue("content-length"))
                .contains("" + octets.length);
        awaitChunks(3, 1, 2, 3);
    }

    @Test
    void replacedAndDeletedContent_leavesNoChunk() {
        put(1, "/f", octets(CHUNK + 1));
        put(2, "/f", octets(CHUNK));
        assertThat(get(3, "/f")).isEqualTo(octets(CHUNK));
        awaitChunks(1, 1, 2, 3);
        assertThat(send(1, "DELETE", "/v1/fs/f", new byte[0]).statusCode()).isEqualTo(204);
        awaitChunks(0, 1, 2, 3);
    }

    @Test
    void anAbortedUpload_showsNothingAndLeavesNothing() throws IOException {
        for (String framing : List.of("Content-Length: 20000000", "Transfer-Encoding: chunked")) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), nodes.get(0).own().http().port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("PUT /v1/content/half HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                if (framing.startsWith("Transfer")) {
                    out.write("600000\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                out.write(octets(0x600000));
                out.flush();
                Awaitility.await()
                        .atMost(30, TimeUnit.SECONDS)
                        .until(() -> chunks(1).stream()
                                .anyMatch(file -> !file.toString().contains("unfinished")));
            }
            awaitChunks(0, 1, 2, 3);
            assertThat(send(1, "GET", "/v1/fs/half", new byte[0]).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aNodeThatWasAway_getsWhatItLacks() {
        await(vertx.undeploy(deployments.get(2)));
        put(1, "/while-away", octets(CHUNK + 7));
        awaitChunks(2, 1, 2);
        await(vertx.deployVerticle(new MetroonNode(nodes.get(2))));
        awaitReady(nodes.get(2));

        awaitChunks(2, 3);
        assertThat(get(3, "/while-away")).isEqualTo(octets(CHUNK + 7));
    }

    @Test
    void withoutAMajority_nothingLargeIsTaken() {
        await(vertx.undeploy(deployments.get(1)));
        await(vertx.undeploy(deployments.get(2)));

        assertThat(send(1, "PUT", "/v1/content/alone", octets(CHUNK)).statusCode())
                .isEqualTo(503);
    }

    @Test
    void aDamagedOrLostChunk_isReadFromAnotherNodeAndRepaired() throws IOException {
        put(1, "/f", octets(CHUNK + 7));
        awaitChunks(2, 1, 2, 3);
        for (Path file : chunks(2)) {
            byte[] rotten = Files.readAllBytes(file);
            rotten[rotten.length - 6] ^= 1;
            Files.write(file, rotten);
        }
        Path lost = chunks(3).get(0);
        Files.delete(lost);

        assertThat(get(2, "/f")).isEqualTo(octets(CHUNK + 7));
        assertThat(get(3, "/f")).isEqualTo(octets(CHUNK + 7));
        for (Path file : chunks(2)) {
            assertThat(Files.readAllBytes(file))
                    .isEqualTo(Files.readAllBytes(Path.of(file.toString().replace("node-2", "node-1"))));
        }
        awaitChunks(2, 3);
    }

    @Test
    void onlyNodesOfTheCluster_areGivenChunks() {
        put(1, "/f", octets(CHUNK));
        String name = chunks(1).get(0).getFileName().toString();

        assertThat(send(1, "GET", "/peer/v1/chunks/" + name, new byte[0]).statusCode())
                .isEqualTo(400);
    }

    @Test
    void theSameKey_givesTheFirstAnswerOnce() {
        byte[] octets = octets(CHUNK + 1);
        HttpResponse<byte[]> first = send(1, "PUT", "/v1/content/once", octets, "Idempotency-Key", "k");
        HttpResponse<byte[]> again = send(2, "PUT", "/v1/content/once", octets, "Idempotency-Key", "k");
        HttpResponse<byte[]> other = send(3, "PUT", "/v1/content/once", octets(CHUNK + 2), "Idempotency-Key", "k");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue("idempotency-replayed")).contains("true");
        assertThat(other.statusCode()).isEqualTo(422);
        awaitChunks(2, 1, 2, 3);
    }
}
