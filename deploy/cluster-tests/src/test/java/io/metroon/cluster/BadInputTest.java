package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too much for a node, from several clients at once, on nodes with a heap of 192 MiB: refused or done, and forgotten. */
class BadInputTest {
    private static final int DIRECTORIES = 10;
    private static final int FILES = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ASKED = "<D:propfind xmlns:D='DAV:'><D:prop>%s</D:prop></D:propfind>";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void endClients() {
        clients.shutdownNow();
    }

    private HttpResponse<String> send(String method, String url, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void bombs_hugeTrees_andLies_costNoNodeItsLife_andLeaveNothing() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            String dav = cluster.url(1) + "/dav";
            List<Long> pids = cluster.nodes().stream().map(cluster::pid).toList();
            makeTree(cluster.url(1));
            try (Socket deaf = connect(cluster)) {
                // Asks for everything, and reads none of it.
                say(deaf, "PROPFIND /dav/tree HTTP/1.1\r\nHost: localhost\r\nDepth: infinity\r\n\r\n");
                List<Future<?>> all = new ArrayList<>();
                for (int client = 0; client < 3; client++) {
                    all.add(clients.submit(() -> bombs(dav)));
                    all.add(clients.submit(() -> list(dav + "/tree")));
                    all.add(clients.submit(() -> lies(cluster)));
                }
                for (Future<?> each : all) {
                    each.get(5, TimeUnit.MINUTES);
                }
            }
            assertThat(send("COPY", dav + "/tree", "", "Destination", "/dav/copied")
                            .statusCode())
                    .isEqualTo(201);
            list(dav + "/copied");
            assertThat(send("DELETE", dav + "/copied", "").statusCode()).isEqualTo(204);
            assertThat(send("PROPFIND", dav + "/", "", "Depth", "1").body())
                    .contains("/dav/tree/")
                    .doesNotContain("/dav/half", "/dav/copied");
            cluster.awaitEqualDigests();
            assertThat(cluster.nodes().stream().map(cluster::pid).toList()).isEqualTo(pids);
            assertThat(cluster.nodes()).allMatch(cluster::isRunning);
        }
    }

    private void makeTree(String node) throws Exception {
        send("MKCOL", node + "/dav/tree", "");
        for (int directory = 0; directory < DIRECTORIES; directory++) {
            String path = "/tree/d" + directory;
            send("MKCOL", node + "/dav" + path, "");
            String operations = IntStream.range(0, FILES)
                    .mapToObj(file -> "{\"op\":\"create\",\"exists\":\"ok\",\"path\":\"" + path + "/f" + file + "\"}")
                    .collect(Collectors.joining(","));
            assertThat(send(
                                    "POST",
                                    node + "/v1/batch",
                                    "{\"operations\":[" + operations + "]}",
                                    "Content-Type",
                                    "application/json",
                                    "Prefer",
                                    "wait=60")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private Void bombs(String dav) throws Exception {
        String laughs = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> "<!ENTITY e" + i + " '" + ("&e" + (i - 1) + ";").repeat(10) + "'>")
                .collect(Collectors.joining("", "<!DOCTYPE a [<!ENTITY e0 'ha'>", "]>"));
        List<String> bodies = List.of(
                laughs + ASKED.formatted("&e30;"),
                "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///dev/zero'>]>" + ASKED.formatted("&f;"),
                ASKED.formatted("<a>".repeat(100_000)),
                ASKED.formatted("<a/>".repeat(100_000)),
                ASKED.formatted("<a " + "x='" + "y".repeat(2_000_000) + "'/>"));
        for (int round = 0; round < 5; round++) {
            for (String body : bodies) {
                assertThat(send("PROPFIND", dav + "/tree", body, "Depth", "0").statusCode())
                        .isIn(400, 413);
            }
        }
        return null;
    }

    private Void list(String url) throws Exception {
        HttpResponse<String> answer = send("PROPFIND", url, "", "Depth", "infinity");
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.body().split("<D:response>", -1)).hasSize(1 + 1 + DIRECTORIES + DIRECTORIES * FILES);
        return null;
    }

    private static Void lies(TestCluster cluster) throws Exception {
        for (int round = 0; round < 5; round++) {
            try (Socket liar = connect(cluster)) {
                say(liar, "PUT /dav/half HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000\r\n\r\n");
                liar.getOutputStream().write(new byte[1 << 20]);
            }
        }
        return null;
    }

    private static Socket connect(TestCluster cluster) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), cluster.port());
    }

    private static void say(Socket socket, String head) throws IOException {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
