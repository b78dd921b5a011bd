package io.metroon.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metroon.cli.bench.ShortBench;
import io.metroon.cli.transfer.Imports;
import io.metroon.client.Backup;
import io.metroon.client.Cluster;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonException;
import io.metroon.client.MetroonPath;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stations of the demo, in order. */
final class Tour {
    private static final int NODES = 3;
    private static final Duration AGREEMENT = Duration.ofSeconds(60);

    private final Launcher launcher;
    private final Consumer<String> say;
    private final int port;
    private final int seconds;

    Tour(Launcher launcher, Consumer<String> say, int port, int seconds) {
        this.launcher = launcher;
        this.say = say;
        this.port = port;
        this.seconds = seconds;
    }

    /**
     * What was measured.
     *
     * @param entries imported
     * @param entriesPerSecond imported
     * @param operationsPerSecond by kind, 64 in flight
     * @param failover the time line
     * @param digest of all nodes and of the restored cluster
     */
    record Figures(
            long entries,
            double entriesPerSecond,
            Map<String, Double> operationsPerSecond,
            Failover.TimeLine failover,
            String digest) {
        void fill(ObjectNode json) {
            json.put("entries", entries).put("entriesPerSecond", entriesPerSecond);
            ObjectNode rates = json.putObject("operationsPerSecond");
            operationsPerSecond.forEach(rates::put);
            json.put("leaderKilled", failover.killed()).put("newLeaderMillis", failover.newLeaderMillis());
            json.put("nextWriteMillis", failover.writtenMillis()).put("digest", digest);
        }
    }

    Figures run(Path tree, MetroonPath target) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("metroon-demo");
        Path data = directory.resolve("cluster");
        Path restored = directory.resolve("restored");
        try {
            start(data);
            try (MetroonClient client = client(port, NODES)) {
                return stations(client, tree, target, data, restored, directory.resolve("demo.backup"));
            }
        } finally {
            say.accept("Stopping and removing everything");
            stop(data);
            stop(restored);
            remove(directory);
        }
    }

    private Figures stations(MetroonClient client, Path tree, MetroonPath target, Path data, Path restored, Path backup)
            throws IOException, InterruptedException {
        Imports.Summary imported = bringIn(client, tree, target);
        Map<String, Double> rates = measure(client);
        Failover.TimeLine failover = failOver(client, data);
        String digest = agree(client, data);
        backUp(client, backup);
        restore(backup, restored, digest);
        return new Figures(imported.entries(), imported.perSecond(), rates, failover, digest);
    }

    private void start(Path data) throws IOException, InterruptedException {
        say.accept("1. Three nodes");
        launcher.run(
                "up", "--nodes", String.valueOf(NODES), "--data", data.toString(), "--http-port", String.valueOf(port));
    }

    private static MetroonClient client(int firstPort, int nodes) {
        String[] urls = new String[nodes];
        for (int i = 0; i < nodes; i++) {
            urls[i] = "http://127.0.0.1:" + (firstPort + i);
        }
        return MetroonClient.builder()
                .endpoints(urls)
                .timeout(Duration.ofSeconds(60))
                .attemptTimeout(Duration.ofSeconds(15))
                .build();
    }

    private Imports.Summary bringIn(MetroonClient client, Path tree, MetroonPath target) throws IOException {
        say.accept("2. Import of " + tree);
        Imports.Summary imported = Imports.run(client, tree, target);
        say.accept(String.format(
                Locale.ROOT, "    %,d entries, %,.0f a second", imported.entries(), imported.perSecond()));
        return imported;
    }

    private Map<String, Double> measure(MetroonClient client) throws InterruptedException {
        say.accept("3. Creates, renames, lists and stats, 64 in flight");
        Map<String, Double> rates = ShortBench.run(client, Duration.ofSeconds(seconds));
        rates.forEach((kind, rate) -> say.accept(String.format(Locale.ROOT, "    %-7s %,9.0f a second", kind, rate)));
        return rates;
    }

    private Failover.TimeLine failOver(MetroonClient client, Path data) throws IOException, InterruptedException {
        say.accept("4. kill -9 of the leader under load");
        Failover.TimeLine line = new Failover(client, data).run(MetroonPath.of("/failover"));
        say.accept("    +0 ms     kill -9 of node " + line.killed());
        say.accept(String.format(Locale.ROOT, "    +%-5d ms another node leads", line.newLeaderMillis()));
        say.accept(String.format(Locale.ROOT, "    +%-5d ms the next write is acknowledged", line.writtenMillis()));
        return line;
    }

    private String agree(MetroonClient client, Path data) throws IOException, InterruptedException {
        say.accept("5. The killed node comes back and catches up");
        launcher.run("up", "--data", data.toString());
        String digest = agreed(client, NODES);
        say.accept("    digest " + digest + " on all " + NODES + " nodes");
        return digest;
    }

    /** Waits until all nodes are ready and say the same of the same revision. */
    private static String agreed(MetroonClient client, int nodes) throws IOException, InterruptedException {
        long end = System.nanoTime() + AGREEMENT.toNanos();
        String last = "no answer";
        while (System.nanoTime() < end) {
            try {
                Cluster cluster = client.blocking().cluster();
                Set<String> states = cluster.nodes().stream()
                        .map(node -> node.applied() + " " + node.digest())
                        .collect(Collectors.toSet());
                boolean ready = cluster.nodes().stream().allMatch(Cluster.Node::ready);
                if (ready && cluster.nodes().size() == nodes && states.size() == 1) {
                    return cluster.nodes().get(0).digest();
                }
                last = states.toString();
            } catch (MetroonException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IOException("the nodes did not agree within " + AGREEMENT.toSeconds() + " s: " + last);
    }

    private void backUp(MetroonClient client, Path file) throws IOException {
        say.accept("6. Backup");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Backup backup = client.blocking().backup(out);
            say.accept(String.format(Locale.ROOT, "    revision %d, %,d octets", backup.revision(), backup.octets()));
        }
    }

    private void restore(Path backup, Path data, String digest) throws IOException, InterruptedException {
        say.accept("7. Restored elsewhere, as a cluster of one node");
        int other = port + NODES;
        launcher.run("restore", backup.toString(), "--data", data.toString(), "--nodes", "1");
        launcher.run("up", "--nodes", "1", "--data", data.toString(), "--http-port", String.valueOf(other));
        try (MetroonClient client = client(other, 1)) {
            String restored = agreed(client, 1);
            say.accept("    digest " + restored + (restored.equals(digest) ? ", the same" : ", ANOTHER ONE"));
            if (!restored.equals(digest)) {
                throw new IOException("the restored cluster has another digest: " + restored + ", not " + digest);
            }
        }
    }

    private void stop(Path data) throws IOException, InterruptedException {
        if (Files.exists(data)) {
            launcher.start("down", "--data", data.toString(), "--purge");
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> below = Files.walk(directory)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
