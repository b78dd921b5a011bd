package io.metroon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.node.config.ContentSettings;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.local.Founding;
import java.io.IOException;
import java.io.InputStream;
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
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
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

/** WebDAV on files of several chunks, at a node that forgets at once what is nobody's. They wait for that at once. */
@Execution(ExecutionMode.CONCURRENT)
class DavContentTest {
    private static final int CHUNK = 4 << 20;
    private static final int FILE_BYTES_MAX = 8 * CHUNK;
    private static final ContentSettings EAGER =
            new ContentSettings(ContentSettings.EMBEDDED, Map.of(), FILE_BYTES_MAX, 6_000, 0, 100, 0);
    private static final byte[] LARGE = octets(2 * CHUNK + 12_345);

    @TempDir
    Path temporary;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private InProcessNodes nodes;
    private NodeConfig node;

    @BeforeEach
    void start() throws Exception {
        nodes = new InProcessNodes(temporary);
        List<NodeConfig.Addresses> members = List.of(InProcessNodes.addresses(1));
        new Founding(members).format(1, nodes.directory(1));
        node = new NodeConfig(1, nodes.directory(1), members, 0, null, EAGER);
        nodes.deploy(node);
        nodes.awaitReady(node);
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private HttpResponse<byte[]> dav(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + node.own().http() + "/dav" + path))
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

    private HttpResponse<byte[]> dav(String method, String path, String... headers) {
        return dav(method, path, new byte[0], headers);
    }

    private HttpResponse<byte[]> put(String path, byte[] body, String... headers) {
        return dav("PUT", path, body, headers);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private List<Path> chunks() {
        try (Stream<Path> files = Files.walk(nodes.directory(1).resolve("content"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitChunks(int count) {
        Awaitility.await()
                .atMost(120, TimeUnit.SECONDS)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(chunks()).hasSize(count));
    }

    @Test
    void get_ofAWholeAndOfParts_acrossTheBordersOfChunks() {
        HttpResponse<byte[]> made = put("/f", LARGE);
        assertThat(made.statusCode()).isEqualTo(201);

        HttpResponse<byte[]> head = dav("HEAD", "/f");
        assertThat(header(head, "content-length")).isEqualTo("" + LARGE.length);
        assertThat(header(head, "etag")).isEqualTo(header(made, "etag"));
        assertThat(header(head, "accept-ranges")).isEqualTo("bytes");
        assertThat(dav("GET", "/f").body()).isEqualTo(LARGE);
        for (int[] range : new int[][] {
            {0, 0},
            {CHUNK - 1, CHUNK},
            {CHUNK - 3, 2 * CHUNK + 3},
            {CHUNK, 2 * CHUNK - 1},
            {2 * CHUNK, LARGE.length - 1}
        }) {
            HttpResponse<byte[]> part = dav("GET", "/f", "Range", "bytes=" + range[0] + "-" + range[1]);
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(header(part, "content-range"))
                    .isEqualTo("bytes " + range[0] + "-" + range[1] + "/" + LARGE.length);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(LARGE, range[0], range[1] + 1));
        }
        assertThat(dav("GET", "/f", "Range", "bytes=-7").body())
                .isEqualTo(Arrays.copyOfRange(LARGE, LARGE.length - 7, LARGE.length));
        assertThat(dav("GET", "/f", "Range", "bytes=" + LARGE.length + "-").statusCode())
                .isEqualTo(416);
        assertThat(dav("GET", "/f", "Range", "bytes=0-1,5-6").body()).isEqualTo(LARGE);
        assertThat(dav("GET", "/f", "If-None-Match", header(made, "etag")).statusCode())
                .isEqualTo(304);
    }

    @Test
    void put_underAConditionThatFails_changesNothing_andLeavesNoChunk() {
        String first = header(put("/f", LARGE), "etag");
        assertThat(put("/f", octets(CHUNK + 1), "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(put("/f", octets(CHUNK + 1), "If-Match", "\"1-1\"").statusCode())
                .isEqualTo(412);
        assertThat(put("/none/f", octets(CHUNK + 1)).statusCode()).isEqualTo(409);
        assertThat(dav("GET", "/f").body()).isEqualTo(LARGE);
        awaitChunks(3);

        HttpResponse<byte[]> second = put("/f", octets(CHUNK + 1), "If-Match", first);
        assertThat(second.statusCode()).isEqualTo(204);
        assertThat(header(second, "etag")).isNotEqualTo(first);
        assertThat(dav("GET", "/f").body()).isEqualTo(octets(CHUNK + 1));
        awaitChunks(2);
    }

    @Test
    void put_ofAPartOfALargeFile_replacesIt_whereverItLies() {
        byte[] expected = LARGE;
        put("/f", expected);
        for (int[] place : new int[][] {
            {0, 1},
            {CHUNK - 3, 6},
            {CHUNK, CHUNK},
            {CHUNK + 1, CHUNK},
            {2 * CHUNK + 1, 100_000},
            {LARGE.length + 90_000, 10}
        }) {
            byte[] part = octets(place[1]);
            String range = "bytes " + place[0] + "-" + (place[0] + part.length - 1) + "/*";
            assertThat(put("/f", part, "Content-Range", range).statusCode())
                    .as(range)
                    .isEqualTo(place[0] <= expected.length ? 204 : 416);
            if (place[0] <= expected.length) {
                expected = Arrays.copyOf(expected, Math.max(expected.length, place[0] + part.length));
                System.arraycopy(part, 0, expected, place[0], part.length);
            }
            assertThat(dav("GET", "/f").body()).as(range).isEqualTo(expected);
        }
        awaitChunks(3);
    }

    @Test
    void aPart_thatWouldMakeTheFileLongerThanAnyMayBe_isRefused_andLeavesNoChunk() {
        put("/f", LARGE);
        int most = FILE_BYTES_MAX - LARGE.length;
        for (int length : new int[] {most + 1, FILE_BYTES_MAX}) {
            String range = "bytes " + LARGE.length + "-" + (LARGE.length + length - 1) + "/*";
            assertThat(put("/f", octets(length), "Content-Range", range).statusCode())
                    .as(range)
                    .isEqualTo(413);
        }
        assertThat(dav("GET", "/f").body()).isEqualTo(LARGE);
        awaitChunks(3);

        String range = "bytes " + LARGE.length + "-" + (FILE_BYTES_MAX - 1) + "/*";
        assertThat(put("/f", octets(most), "Content-Range", range).statusCode()).isEqualTo(204);
        assertThat(put("/f", octets(1), "Content-Range", "bytes 5-5/*").statusCode())
                .isEqualTo(204);
    }

    @Test
    void aSmallFile_becomesALargeOne_byAPartThatIsWrittenBehindIt() {
        put("/f", octets(10));
        assertThat(put("/f", octets(CHUNK), "Content-Range", "bytes 10-" + (CHUNK + 9) + "/*")
                        .statusCode())
                .isEqualTo(204);
        byte[] whole = Arrays.copyOf(octets(10), CHUNK + 10);
        System.arraycopy(octets(CHUNK), 0, whole, 10, CHUNK);
        assertThat(dav("GET", "/f").body()).isEqualTo(whole);
        awaitChunks(2);
    }

    @Test
    void checksumsAndTimes_holdForLargeFilesToo() throws Exception {
        String sha1 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(LARGE));
        HttpResponse<byte[]> made = put("/f", LARGE, "OC-Checksum", "SHA1:" + sha1, "X-OC-Mtime", "1500000000");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(header(dav("HEAD", "/f"), "last-modified")).isEqualTo("Fri, 14 Jul 2017 02:40:00 GMT");

        assertThat(put("/g", octets(CHUNK + 1), "OC-Checksum", "SHA1:" + sha1).statusCode())
                .isEqualTo(400);
        assertThat(dav("HEAD", "/g").statusCode()).isEqualTo(404);
        awaitChunks(3);
    }

    @Test
    void aCopy_sharesChunks_whichStayAsLongAsOneOfTheTwo() {
        put("/f", LARGE);
        dav("MKCOL", "/d");
        assertThat(dav("COPY", "/f", "Destination", "/dav/d/g").statusCode()).isEqualTo(201);
        assertThat(dav("COPY", "/d", "Destination", "/dav/e").statusCode()).isEqualTo(201);
        assertThat(dav("DELETE", "/f").statusCode()).isEqualTo(204);
        assertThat(dav("DELETE", "/d").statusCode()).isEqualTo(204);
        assertThat(dav("MOVE", "/e/g", "Destination", "/dav/h").statusCode()).isEqualTo(201);

        assertThat(dav("GET", "/h").body()).isEqualTo(LARGE);
        awaitChunks(3);
        assertThat(dav("DELETE", "/h").statusCode()).isEqualTo(204);
        awaitChunks(0);
    }

    @Test
    void aLockedFile_isNotOverwritten_andWhatCameForItGoesAway() {
        put("/f", LARGE);
        String info =
                "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>";
        String token = header(dav("LOCK", "/f", info.getBytes(StandardCharsets.UTF_8)), "lock-token");

        assertThat(put("/f", octets(CHUNK + 1)).statusCode()).isEqualTo(423);
        awaitChunks(3);
        assertThat(put("/f", octets(CHUNK + 1), "If", "(" + token + ")").statusCode())
                .isEqualTo(204);
        awaitChunks(2);
    }

    @Test
    void uploadsThatBreakOff_orLieAboutTheirLength_leaveNothing() throws IOException {
        byte[] sent = octets(CHUNK + CHUNK / 2);
        for (String framing : List.of(
                "Content-Length: 20000000\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(20_000_000) + "\r\n",
                "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(sent.length) + "\r\n")) {
            try (Socket socket = connect()) {
                say(socket, "PUT /dav/half HTTP/1.1\r\nHost: localhost\r\n" + framing, sent);
                // To the third, this is no length of a further piece.
                say(socket, "no length\r\n", new byte[0]);
                Awaitility.await()
                        .atMost(60, TimeUnit.SECONDS)
                        .ignoreExceptions()
                        .until(() -> chunks().stream()
                                .anyMatch(file -> !file.toString().contains("unfinished")));
            }
            awaitChunks(0);
            assertThat(dav("HEAD", "/half").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aBodyThatGoesOnAfterItsLength_isTakenUpToThere() throws IOException {
        byte[] sent = octets(CHUNK + 1_000);
        try (Socket socket = connect()) {
            say(socket, "PUT /dav/f HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + CHUNK + "\r\n\r\n", sent);
            socket.setSoTimeout(60_000);
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 201");
        }
        assertThat(dav("GET", "/f").body()).isEqualTo(Arrays.copyOf(sent, CHUNK));
        awaitChunks(1);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), node.own().http().port());
    }

    private static void say(Socket socket, String head, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }
}
