package io.metroon.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** A cluster of real processes on loopback, started by the distribution's {@code metroon up}; closing it deletes it. */
final class Cluster implements AutoCloseable {
    private static final Path METROON = Path.of(
                    System.getProperty("metroon.distribution", "../distribution/target/metroon"))
            .toAbsolutePath()
            .normalize()
            .resolve("bin/metroon");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LEADER = Pattern.compile("\"leader\":\"(\\d+)\"");
    private static final Pattern REVISION = Pattern.compile("\"revision\":(\\d+)");
    private static final Pattern PID = Pattern.compile("\"pid\"\\s*:\\s*(\\d+)");
    /** Below those that the system gives to outgoing connections. */
    private static final int FIRST_PORT = 15_000;

    private static final int LAST_PORT = 32_000;
    private static final int PEER_OFFSET = 100;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path home;
    private final int nodes;
    private final int port;

    private Cluster(Path home, int nodes, int port) {
        this.home = home;
        this.nodes = nodes;
        this.port = port;
    }

    /** Starts a cluster and waits until each node is ready. */
    static Cluster start(int nodes) throws IOException {
        Cluster cluster = new Cluster(Files.createTempDirectory("metroon-hadoop"), nodes, freePorts(nodes));
        try {
            cluster.up();
            return cluster;
        } catch (IOException | RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts what doesn't run. */
    void up() throws IOException {
        metroon("up", "--nodes", "" + nodes, "--http-port", "" + port);
    }

    /** Host and port of each node, the first node first. */
    List<String> addresses() {
        return IntStream.range(port, port + nodes)
                .mapToObj(each -> "127.0.0.1:" + each)
                .toList();
    }

    /** {@code kill -9} of the node that leads. */
    void killLeader() throws IOException {
        int leader = Awaitility.await().atMost(PATIENCE).until(this::leader, number -> number > 0);
        Matcher pid = PID.matcher(Files.readString(data().resolve("cluster.json")));
        for (int node = 0; node < leader; node++) {
            assertThat(pid.find()).as("pid of node %s", leader).isTrue();
        }
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
        process.destroyForcibly();
        Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    /** Waits until a further change was chosen. */
    void awaitChange() {
        long before = Awaitility.await().atMost(PATIENCE).until(this::revision, revision -> revision > 0);
        Awaitility.await().atMost(PATIENCE).until(() -> revision() > before);
    }

    private long revision() throws InterruptedException {
        return number(REVISION);
    }

    private int leader() throws InterruptedException {
        return (int) number(LEADER);
    }

    /** Of the first node that answers; 0 if none knows. */
    private long number(Pattern member) throws InterruptedException {
        for (String address : addresses()) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/v1/cluster"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
                Matcher found = member.matcher(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
                if (found.find()) {
                    return Long.parseLong(found.group(1));
                }
            } catch (IOException e) {
                // Another node may know.
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        metroon("down", "--purge");
        Files.deleteIfExists(home);
    }

    private Path data() {
        return home.resolve("data");
    }

    private void metroon(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(METROON.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data().toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putIfAbsent("METROON_JAVA_OPTS", "-Xmx192m -XX:TieredStopAtLevel=1");
        Program.Result result = Program.run(builder);
        assertThat(result.exit()).as("%s: %s", command, result.output()).isZero();
    }

    private static int freePorts(int nodes) {
        for (int tries = 0; tries < 1_000; tries++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            if (IntStream.range(first, first + nodes).allMatch(port -> isFree(port) && isFree(port + PEER_OFFSET))) {
                return first;
            }
        }
        throw new IllegalStateException("no " + nodes + " free ports in a row");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
