package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others wrote against what we wrote: the conformance suite of WebDAV, and five clients with five engines. */
class WebDavClientsTest {
    private static final Pattern SUMMARY = Pattern.compile("of (\\d+) tests run: (\\d+) passed, (\\d+) failed");
    private static final int LITMUS_TESTS = 104;
    private static final int MANY = 10_000;
    private static final int MINUTES_MAX = 3;

    private static TestCluster cluster;
    private static RoundRobin balancer;

    @BeforeAll
    static void start() throws IOException {
        cluster = TestCluster.start(3);
        balancer = new RoundRobin(
                cluster.nodes().stream().map(node -> cluster.port() + node - 1).toList());
        makeMany();
    }

    @AfterAll
    static void stop() throws IOException {
        balancer.close();
        cluster.close();
    }

    /** A batch that got no answer on a busy machine is sent again: what is there already stays as it is. */
    private static void makeMany() {
        send("PUT", "/v1/fs/many?type=directory&exists=ok", "");
        for (int first = 0; first < MANY; first += 500) {
            String operations = IntStream.range(first, first + 500)
                    .mapToObj(i -> "{\"op\":\"create\",\"exists\":\"ok\",\"path\":\"/many/entry-" + i + "\"}")
                    .collect(Collectors.joining(","));
            send("POST", "/v1/batch", "{\"operations\":[" + operations + "]}");
        }
    }

    private static void send(String method, String target, String body) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> cluster.http()
                                .send(method, cluster.url(1) + target, body, Map.of())
                                .status(),
                        status -> status == 200 || status == 201);
    }

    private static String url(String way) {
        return way.equals("one node") ? cluster.url(1) : "http://127.0.0.1:" + balancer.port();
    }

    @Tag("system")
    @ParameterizedTest
    @CsvSource({"one node", "each request to another"})
    void litmus_passesWhole_withoutAWarning(String way) throws Exception {
        Program.require("litmus");
        String out;
        try (Program litmus = new Program("litmus")) {
            out = litmus.run(MINUTES_MAX, "litmus", "-k", url(way) + "/dav/");
        }
        int run = 0;
        int passed = 0;
        Matcher summary = SUMMARY.matcher(out);
        while (summary.find()) {
            run += Integer.parseInt(summary.group(1));
            passed += Integer.parseInt(summary.group(2));
        }
        Report.line("litmus, %s: %d of %d passed", way, passed, run);
        assertThat(passed).as(out).isEqualTo(LITMUS_TESTS);
        assertThat(run).isEqualTo(LITMUS_TESTS);
        assertThat(out).doesNotContain("WARNING");
    }

    @Tag("system")
    @ParameterizedTest
    @CsvSource({
        "rclone, one node",
        "rclone, each request to another",
        "cadaver, one node",
        "cadaver, each request to another",
        "gio, one node",
        "gio, each request to another",
        "davfs2, one node",
        "davfs2, each request to another"
    })
    void client_doesAFullRound(String client, String way) throws Exception {
        Program.require(client.equals("davfs2") ? "mount.davfs" : client);
        if (client.equals("davfs2")) {
            Program.requireMounts();
        }
        round(client, way, Program.script("webdav/" + client + ".sh"));
    }

    @Tag("system")
    @ParameterizedTest
    @CsvSource({"one node", "each request to another"})
    void npmWebdav_doesAFullRound(String way) throws Exception {
        Program.require("npm", "node");
        round("npm webdav", way, Program.script("webdav/npm.sh"));
    }

    private static void round(String client, String way, String script) throws Exception {
        long began = System.nanoTime();
        try (Program round = new Program("client")) {
            round.run(MINUTES_MAX, script, url(way) + "/dav/", round.work().toString());
        }
        Report.line("%s, %s: %d ms", client, way, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }
}
