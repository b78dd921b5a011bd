package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metroon.benchmarks.network.FaultyNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A cluster of real processes in a directory and on ports of its own, started by {@code metroon up}. Closing it ends every
 * process it started, by pid, whatever state they are in, and deletes the directory.
 */
final class TestCluster implements AutoCloseable {
    private static final Duration SETTLE = Duration.ofMinutes(3);
    /** For nodes that are added later. */
    private static final int SPARE_PORTS = 4;

    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final int nodes;
    private final int port;
    private final String engine;
    private final Http http = new Http();
    private final Set<Long> pids = new HashSet<>();
    private final Map<Integer, List<String>> commands = new TreeMap<>();
    private final Map<Integer, Process> revived = new TreeMap<>();

    private TestCluster(Path directory, int nodes, int port, String engine) {
        this.directory = directory;
        this.nodes = nodes;
        this.port = port;
        this.engine = engine;
    }

    /** Starts a new cluster. */
    static TestCluster start(int nodes) {
        return start(nodes, "paxos");
    }

    /** Starts a new cluster under an engine. */
    static TestCluster start(int nodes, String engine) {
        TestCluster cluster =
                new TestCluster(temporaryDirectory(), nodes, Ports.freeBlock(nodes + SPARE_PORTS), engine);
        try {
            cluster.up();
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** A cluster in a directory that something else filled; not started. */
    static TestCluster in(Path directory, int nodes) {
        return new TestCluster(directory, nodes, Ports.freeBlock(nodes + SPARE_PORTS), "paxos");
    }

    static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("metroon-cluster").resolve("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts what doesn't run and waits until all is ready. */
    Launcher.Result up() {
        Launcher.Result result = Launcher.run(
                "up",
                "--data",
                directory.toString(),
                "--nodes",
                "" + nodes,
                "--http-port",
                "" + port,
                "--engine",
                engine);
        notePids();
        assertThat(result.exit())
                .as("metroon up: %s%s", result.out(), result.err())
                .isZero();
        noteCommands();
        return result;
    }

    /** Starts the nodes again with another heap and further lines of {@code node.yaml}; {@code up} is not to be used then. */
    void restartWith(String heap, String settings) {
        killAll();
        for (int node : nodes()) {
            commands.computeIfPresent(
                    node,
                    (number, command) -> command.stream()
                            .map(word -> word.startsWith("-Xmx") ? "-Xmx" + heap : word)
                            .toList());
            try {
                Files.writeString(nodeDirectory(node).resolve("node.yaml"), settings, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        reviveAll();
        awaitReady();
    }

    /** Starts the nodes again, each of which finds the others through the network; {@code up} is not to be used then. */
    void startThrough(FaultyNetwork network) {
        startThrough(network, "");
    }

    /** The same, with further lines of {@code node.yaml}. */
    void startThrough(FaultyNetwork network, String settings) {
        for (int node : nodes()) {
            StringBuilder config =
                    new StringBuilder("node: " + node + "\ndata: " + nodeDirectory(node) + "\nmembers:\n");
            for (int member : nodes()) {
                int peer = member == node ? peerPort(member) : network.port(node, member);
                config.append("  - {node: %d, http: \"127.0.0.1:%d\", peer: \"127.0.0.1:%d\"}\n"
                        .formatted(member, port + member - 1, peer));
            }
            try {
                Files.writeString(nodeDirectory(node).resolve("node.yaml"), config + settings);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        reviveAll();
    }

    Path nodeDirectory(int node) {
        return directory.resolve("node-" + node);
    }

    int peerPort(int node) {
        return port + node - 1 + Ports.PEER_OFFSET;
    }

    /** Runs a verb on the cluster, which must succeed. */
    Launcher.Result run(String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--data", directory.toString()));
        Launcher.Result result = Launcher.run(command.toArray(String[]::new));
        notePids();
        assertThat(result.exit())
                .as("metroon %s: %s%s", command, result.out(), result.err())
                .isZero();
        return result;
    }

    Launcher.Result down() {
        return Launcher.run("down", "--data", directory.toString());
    }

    Path directory() {
        return directory;
    }

    int port() {
        return port;
    }

    /** The numbers of all nodes. */
    List<Integer> nodes() {
        return IntStream.rangeClosed(1, nodes).boxed().toList();
    }

    String url(int node) {
        return "http://127.0.0.1:" + (port + node - 1);
    }

    List<String> urls() {
        return nodes().stream().map(this::url).toList();
    }

    Http http() {
        return http;
    }

    private void notePids() {
        for (JsonNode node : clusterFile().path("nodes")) {
            if (node.hasNonNull("pid")) {
                pids.add(node.path("pid").asLong());
            }
        }
    }

    /**
     * Starts a dead node again as {@code metroon up} started it, and waits for nothing: it may be killed while it reads
     * its log. From the first of these on, {@code up} knows no more which processes run.
     */
    void revive(int node) {
        if (isRunning(node)) {
            return;
        }
        Path home = nodeDirectory(node);
        try {
            Process process = new ProcessBuilder(Objects.requireNonNull(commands.get(node)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve("node.log").toFile()))
                    .directory(home.toFile())
                    .start();
            revived.put(node, process);
            pids.add(process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void reviveAll() {
        nodes().forEach(this::revive);
    }

    /** Waits until every node can answer. */
    void awaitReady() {
        for (int node : nodes()) {
            Awaitility.await()
                    .atMost(SETTLE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> http.send("GET", url(node) + "/health/ready").status() == 200);
        }
    }

    private void noteCommands() {
        for (int node : nodes()) {
            try {
                String line = Files.readString(Path.of("/proc/" + pid(node) + "/cmdline"));
                commands.put(node, List.of(line.split("\0", -1)).subList(0, (int)
                        line.chars().filter(c -> c == 0).count()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private JsonNode clusterFile() {
        Path file = directory.resolve("cluster.json");
        try {
            return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid(int node) {
        Process process = revived.get(node);
        if (process != null) {
            return process.pid();
        }
        for (JsonNode known : clusterFile().path("nodes")) {
            if (known.path("id").asInt() == node) {
                return known.path("pid").asLong();
            }
        }
        return 0;
    }

    boolean isRunning(int node) {
        return ProcessHandle.of(pid(node)).filter(TestCluster::isOurs).isPresent();
    }

    /** {@code kill -9}. Waits until the process is gone. */
    void kill(int node) {
        signal("KILL", List.of(node));
        Awaitility.await().atMost(SETTLE).pollInterval(Duration.ofMillis(5)).until(() -> !isRunning(node));
    }

    /** {@code kill -9} of all at once. */
    void killAll() {
        signal("KILL", nodes());
        nodes().forEach(node -> Awaitility.await()
                .atMost(SETTLE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !isRunning(node)));
    }

    /** Stops the process as a debugger would: it keeps its sockets and does nothing. */
    void pause(int node) {
        signal("STOP", List.of(node));
    }

    void resume(int node) {
        signal("CONT", List.of(node));
    }

    private void signal(String signal, List<Integer> targets) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        targets.stream().filter(this::isRunning).forEach(node -> command.add("" + pid(node)));
        if (command.size() == 2) {
            return;
        }
        try {
            Process kill = new ProcessBuilder(command).start();
            kill.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The leader, as the first node that answers knows it. */
    OptionalInt leader() {
        for (int node : nodes()) {
            try {
                JsonNode leader =
                        http.send("GET", url(node) + "/v1/cluster").json().path("leader");
                if (leader.asInt(0) > 0) {
                    return OptionalInt.of(leader.asInt());
                }
            } catch (IOException e) {
                // This one is down; another may know.
            }
        }
        return OptionalInt.empty();
    }

    /** Waits for a leader and returns its number. */
    int awaitLeader() {
        return Awaitility.await()
                .atMost(SETTLE)
                .until(this::leader, OptionalInt::isPresent)
                .getAsInt();
    }

    /** Waits until all nodes stand at the same revision and says so with the same digest, which it returns. */
    String awaitEqualDigests() {
        Set<String> seen = new TreeSet<>();
        Awaitility.await().atMost(SETTLE).untilAsserted(() -> {
            seen.clear();
            for (JsonNode node : http.send("GET", url(1) + "/v1/cluster").json().path("nodes")) {
                seen.add(node.path("applied").asLong() + " "
                        + node.path("digest").asText());
            }
            assertThat(seen).hasSize(1);
        });
        return seen.iterator().next();
    }

    @Override
    public void close() {
        notePids();
        pids.stream()
                .map(ProcessHandle::of)
                .flatMap(java.util.Optional::stream)
                .filter(TestCluster::isOurs)
                .forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().atMost(SETTLE).until(() -> pids.stream().noneMatch(TestCluster::isAlive));
        delete(Objects.requireNonNull(directory.getParent()));
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(TestCluster::isOurs).isPresent();
    }

    /** A pid that was given to another process meanwhile is none of our business; nor is one that ended uncollected. */
    private static boolean isOurs(ProcessHandle process) {
        try {
            return process.isAlive()
                    && Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                            .contains("io.metroon.node.Main");
        } catch (IOException e) {
            return false;
        }
    }

    static void delete(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
