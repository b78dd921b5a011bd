package io.metroon.benchmarks.compare;

import io.metroon.benchmarks.compare.RealCluster.Cost;
import io.metroon.cli.bench.LoadGenerator;
import io.metroon.cli.bench.LoadGenerator.Result;
import io.metroon.cli.bench.Workload;
import io.metroon.cli.bench.Workload.Kind;
import io.metroon.cli.demo.Failover;
import io.metroon.client.Cluster;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonException;
import io.metroon.client.MetroonPath;
import io.metroon.client.Operation;
import io.metroon.consensus.epoch.EpochConfig.Engine;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The trials on real processes that need no faulty network. */
final class RealTrials {
    private static final int NODES = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int MISSED = 5_000;
    private static final int BATCH = 500;
    private static final Duration LEVEL_PATIENCE = Duration.ofMinutes(3);

    private final Figures figures;
    private final Consumer<String> progress;
    private final Duration each;
    private final int kills;

    /** Measures each load for so long, and kills the leader so often. */
    RealTrials(Figures figures, Consumer<String> progress, int secondsEach, int kills) {
        this.figures = figures;
        this.progress = progress;
        this.each = Duration.ofSeconds(secondsEach);
        this.kills = kills;
    }

    /** All trials of one engine, on a new cluster. */
    void run(Engine engine) throws IOException, RefusedException, InterruptedException {
        try (RealCluster cluster = RealCluster.start(engine, NODES, false);
                MetroonClient client = cluster.client().build()) {
            progress.accept("load");
            load(cluster, client, engine);
            for (int kill = 1; kill <= kills; kill++) {
                progress.accept("kill " + kill + " of " + kills);
                kill(cluster, client, engine, kill);
            }
            progress.accept("a node catches up");
            catchUp(cluster, client, engine);
        }
    }

    private void load(RealCluster cluster, MetroonClient client, Engine engine)
            throws IOException, InterruptedException {
        Workload workload = new Workload(client, MetroonPath.of("/compare"));
        workload.prepare();
        LoadGenerator generator = new LoadGenerator(workload);
        generator.run(Kind.CREATE, 64, WARM_UP, Duration.ZERO);
        Cost before = cluster.cost();
        Result alone = generator.run(Kind.CREATE, 1, Duration.ZERO, each);
        Cost spent = cluster.cost().since(before);
        double operations = alone.micros().getTotalCount();
        figures.add(Measure.CREATE_ALONE, engine, alone.perSecond());
        figures.add(Measure.CREATE_ALONE_MEDIAN, engine, millis(alone, 50));
        figures.add(Measure.CREATE_ALONE_99, engine, millis(alone, 99));
        figures.add(Measure.MESSAGES_ALONE, engine, spent.messages() / operations);
        figures.add(Measure.SYNCS_ALONE, engine, spent.syncs() / operations);
        figures.add(Measure.OCTETS_ALONE, engine, spent.octets() / operations);
        many(cluster, generator, engine);
        Result stats = generator.run(Kind.STAT, 64, WARM_UP.dividedBy(2), each);
        figures.add(Measure.STAT, engine, stats.perSecond());
    }

    private void many(RealCluster cluster, LoadGenerator generator, Engine engine)
            throws IOException, InterruptedException {
        Cost before = cluster.cost();
        Result many = generator.run(Kind.CREATE, 64, Duration.ZERO, each);
        Cost spent = cluster.cost().since(before);
        double operations = many.micros().getTotalCount();
        figures.add(Measure.CREATE, engine, many.perSecond());
        figures.add(Measure.CREATE_MEDIAN, engine, millis(many, 50));
        figures.add(Measure.CREATE_99, engine, millis(many, 99));
        figures.add(Measure.MESSAGES, engine, spent.messages() / operations);
        figures.add(Measure.SYNCS, engine, spent.syncs() / operations);
        figures.add(Measure.OCTETS, engine, spent.octets() / operations);
    }

    private static double millis(Result result, double percentile) {
        return result.micros().getValueAtPercentile(percentile) / 1e3;
    }

    private void kill(RealCluster cluster, MetroonClient client, Engine engine, int number)
            throws IOException, RefusedException, InterruptedException {
        Failover.TimeLine line = new Failover(client, cluster.data()).run(MetroonPath.of("/failover-" + number));
        figures.add(Measure.LEADER, engine, (double) line.newLeaderMillis());
        figures.add(Measure.WRITE, engine, (double) line.writtenMillis());
        cluster.up();
        awaitLevel(client);
    }

    private void catchUp(RealCluster cluster, MetroonClient client, Engine engine)
            throws IOException, RefusedException, InterruptedException {
        int away = follower(client);
        cluster.kill(away);
        client.blocking().createDirectory(MetroonPath.of("/missed"));
        for (int from = 0; from < MISSED; from += BATCH) {
            List<Operation> batch = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) {
                batch.add(Operation.Create.file(MetroonPath.of("/missed/f" + i)));
            }
            client.blocking().batch(batch).forEach(outcome -> outcome.done());
        }
        double before = octetsOfOthers(cluster, away);
        long began = System.nanoTime();
        cluster.up();
        awaitLevel(client);
        figures.add(Measure.CATCH_UP_TIME, engine, (System.nanoTime() - began) / 1e6);
        figures.add(Measure.CATCH_UP_OCTETS, engine, (octetsOfOthers(cluster, away) - before) / MISSED);
    }

    private static double octetsOfOthers(RealCluster cluster, int node) throws IOException {
        double octets = 0;
        for (int other = 1; other <= NODES; other++) {
            octets += other == node ? 0 : cluster.costOf(other).octets();
        }
        return octets;
    }

    private static int follower(MetroonClient client) {
        Cluster cluster = client.blocking().cluster();
        String leader = cluster.leader().orElse("");
        return cluster.nodes().stream()
                .map(node -> node.id())
                .filter(id -> !id.equals(leader))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(1);
    }

    /** Waits until all nodes stand at the same revision. */
    private static void awaitLevel(MetroonClient client) throws IOException, InterruptedException {
        long end = System.nanoTime() + LEVEL_PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            if (isLevel(client)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("the nodes did not stand level within " + LEVEL_PATIENCE.toSeconds() + " s");
    }

    private static boolean isLevel(MetroonClient client) {
        try {
            List<Cluster.Node> nodes = client.blocking().cluster().nodes();
            return nodes.size() == NODES
                    && nodes.stream().allMatch(Cluster.Node::ready)
                    && nodes.stream()
                                    .mapToLong(Cluster.Node::applied)
                                    .distinct()
                                    .count()
                            == 1;
        } catch (MetroonException notYet) {
            return false;
        }
    }
}
