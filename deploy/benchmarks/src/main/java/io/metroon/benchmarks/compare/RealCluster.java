package io.metroon.benchmarks.compare;

import io.metroon.benchmarks.network.FaultyNetwork;
import io.metroon.cli.demo.Ports;
import io.metroon.client.MetroonClient;
import io.metroon.consensus.epoch.EpochConfig.Engine;
import io.metroon.node.config.Address;
import io.metroon.node.local.ClusterDirectory;
import io.metroon.node.local.LocalCluster;
import io.metroon.node.local.PeerRoutes;
import io.metroon.node.local.RefusedException;
import io.metroon.node.local.Running;
import io.metroon.node.local.UpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A cluster of real processes in a directory of its own, as {@code metroon up} starts it. Closing it stops and removes it. */
final class RealCluster implements AutoCloseable {
    private static final int METRICS_TIMEOUT_MILLIS = 10_000;

    private final Path directory;
    private final int nodes;
    private final int port;
    private final Engine engine;
    private final LocalCluster local;
    private final FaultyNetwork network;
    /** The processes are in sessions of their own: Ctrl-C does not reach them. */
    private final Thread atInterrupt = new Thread(this::stop, "stop the compared cluster");

    private Map<Integer, Long> pids = new TreeMap<>();

    /**
     * What all nodes together have spent, as their metrics say. A node that was restarted began anew.
     *
     * @param messages sent to other nodes
     * @param octets of these
     * @param syncs of logs
     */
    record Cost(double messages, double octets, double syncs) {
        Cost since(Cost earlier) {
            return new Cost(messages - earlier.messages, octets - earlier.octets, syncs - earlier.syncs);
        }
    }

    private RealCluster(Engine engine, int nodes, boolean throughNetwork) throws IOException {
        this.engine = engine;
        this.nodes = nodes;
        this.directory = Files.createTempDirectory("metroon-compare");
        this.port = Ports.free(nodes);
        Map<Integer, Integer> peerPorts = new TreeMap<>();
        IntStream.rangeClosed(1, throughNetwork ? nodes : 0)
                .forEach(node -> peerPorts.put(node, UpRequest.peer(port, node).port()));
        this.network = new FaultyNetwork(peerPorts);
        PeerRoutes routes =
                throughNetwork ? (from, to, address) -> Address.loopback(network.port(from, to)) : PeerRoutes.DIRECT;
        this.local = new LocalCluster(ClusterDirectory.of(directory.resolve("data")), line -> {}, routes);
    }

    /** Starts a new cluster and waits until all nodes are ready. */
    static RealCluster start(Engine engine, int nodes, boolean throughNetwork) throws IOException, RefusedException {
        RealCluster cluster = new RealCluster(engine, nodes, throughNetwork);
        Runtime.getRuntime().addShutdownHook(cluster.atInterrupt);
        try {
            cluster.up();
            return cluster;
        } catch (IOException | RefusedException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** Starts what doesn't run and waits until all nodes are ready. */
    void up() throws IOException, RefusedException {
        Running running = local.up(new UpRequest(nodes, port, engine.name().toLowerCase(Locale.ROOT)));
        pids = new TreeMap<>();
        running.nodes().forEach(node -> pids.put(node.id(), node.pid()));
    }

    /** The network between the nodes; without links when they reach each other directly. */
    FaultyNetwork network() {
        return network;
    }

    Path data() {
        return directory.resolve("data");
    }

    int size() {
        return nodes;
    }

    String url(int node) {
        return "http://" + UpRequest.http(port, node);
    }

    /** A client that knows all nodes. */
    MetroonClient.Builder client() {
        String[] urls = IntStream.rangeClosed(1, nodes).mapToObj(this::url).toArray(String[]::new);
        return MetroonClient.builder()
                .endpoints(urls)
                .timeout(Duration.ofSeconds(60))
                .attemptTimeout(Duration.ofSeconds(15));
    }

    /** {@code kill -9}. */
    void kill(int node) {
        ProcessHandle.of(pids.getOrDefault(node, -1L)).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** What the nodes that run have spent since they started. */
    Cost cost() throws IOException {
        Cost sum = new Cost(0, 0, 0);
        for (int node = 1; node <= nodes; node++) {
            Cost own = costOf(node);
            sum = new Cost(sum.messages() + own.messages(), sum.octets() + own.octets(), sum.syncs() + own.syncs());
        }
        return sum;
    }

    /** What one node has spent since it started. */
    Cost costOf(int node) throws IOException {
        String metrics = get(url(node) + "/metrics");
        return new Cost(
                value(metrics, "metroon_peer_sent_messages_total"),
                value(metrics, "metroon_peer_sent_octets_total"),
                value(metrics, "metroon_log_sync_seconds_count"));
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String get(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(METRICS_TIMEOUT_MILLIS);
        connection.setReadTimeout(METRICS_TIMEOUT_MILLIS);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        network.close();
        Runtime.getRuntime().removeShutdownHook(atInterrupt);
        stop();
    }

    private void stop() {
        try {
            local.down(true);
            new ClusterDirectory(directory).delete();
        } catch (RefusedException | IOException left) {
            throw new IllegalStateException("the cluster in " + directory + " was left: " + left.getMessage(), left);
        }
    }
}
