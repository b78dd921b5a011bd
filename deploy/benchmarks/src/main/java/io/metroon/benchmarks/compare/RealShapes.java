package io.metroon.benchmarks.compare;

import io.metroon.benchmarks.network.FaultyNetwork.Link;
import io.metroon.client.MetroonClient;
import io.metroon.consensus.epoch.EpochConfig.Engine;
import io.metroon.consensus.simulator.PartialConnectivity;
import io.metroon.consensus.simulator.PartialConnectivityTrial;
import io.metroon.node.local.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The shapes of partial connectivity, on real processes. */
final class RealShapes {
    private static final long LASTS_MILLIS = 6_000;
    private static final long WARM_UP_MILLIS = 2_000;
    /** Less than an election timeout: the first node misses something, and nobody stands for leader. */
    private static final long LAG_MILLIS = 250;
    /** In which what the leader sends reaches the others, and their votes don't reach it. */
    private static final long TAIL_MILLIS = 100;

    private final Figures figures;

    RealShapes(Figures figures) {
        this.figures = figures;
    }

    /** Tries a shape once under each engine. */
    void run(PartialConnectivity shape, boolean picture) throws IOException, RefusedException, InterruptedException {
        Map<Engine, List<Integer>> lines = new EnumMap<>(Engine.class);
        for (Engine engine : Engine.values()) {
            List<Long> moments = moments(engine, shape);
            figures.add(measure(shape), engine, longestPauseMillis(moments));
            lines.put(engine, TimeLine.buckets(moments, LASTS_MILLIS * 1_000_000));
        }
        if (picture) {
            figures.add(new TimeLine(
                    "Real processes: " + Text.shape(shape),
                    lines.getOrDefault(Engine.PAXOS, List.of()),
                    lines.getOrDefault(Engine.RAFT, List.of())));
        }
    }

    private static Measure measure(PartialConnectivity shape) {
        return switch (shape) {
            case QUORUM_LOSS -> Measure.QUORUM_LOSS;
            case CONSTRAINED -> Measure.CONSTRAINED;
            case CHAINED -> Measure.CHAINED;
        };
    }

    /** When writes that were begun after the cut were acknowledged, in nanoseconds from it on. */
    private static List<Long> moments(Engine engine, PartialConnectivity shape)
            throws IOException, RefusedException, InterruptedException {
        int nodes = PartialConnectivityTrial.nodes(shape);
        try (RealCluster cluster = RealCluster.start(engine, nodes, true);
                Writers writers = Writers.start(
                        IntStream.rangeClosed(1, nodes).mapToObj(cluster::url).toList())) {
            TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
            List<Integer> places = places(cluster);
            if (shape == PartialConnectivity.CONSTRAINED) {
                leaveFirstBehind(cluster, places);
            }
            long cut = System.nanoTime();
            shape.cutIn(places, (one, other) -> cutBothWays(cluster, one, other));
            TimeUnit.MILLISECONDS.sleep(LASTS_MILLIS);
            List<Long> seen = writers.acknowledgedOfThoseBegunAfter(cut);
            cluster.network().heal();
            return seen;
        }
    }

    private static void leaveFirstBehind(RealCluster cluster, List<Integer> places) throws InterruptedException {
        int leader = places.get(places.size() - 1);
        cutBothWays(cluster, places.get(0), leader);
        TimeUnit.MILLISECONDS.sleep(LAG_MILLIS);
        places.subList(1, places.size() - 1).forEach(node -> cluster.network().cut(new Link(node, leader)));
        TimeUnit.MILLISECONDS.sleep(TAIL_MILLIS);
    }

    private static void cutBothWays(RealCluster cluster, int one, int other) {
        cluster.network().cut(new Link(one, other), new Link(other, one));
    }

    private static List<Integer> places(RealCluster cluster) throws IOException {
        try (MetroonClient client = cluster.client().build()) {
            String leader = client.blocking()
                    .cluster()
                    .leader()
                    .orElseThrow(() -> new IOException("the cluster has no leader"));
            List<Integer> places = new ArrayList<>();
            IntStream.rangeClosed(1, cluster.size()).forEach(places::add);
            places.remove(Integer.valueOf(leader));
            places.add(Integer.valueOf(leader));
            return places;
        }
    }

    private static double longestPauseMillis(List<Long> moments) {
        long longest = 0;
        long last = 0;
        long end = LASTS_MILLIS * 1_000_000;
        for (long moment : moments) {
            longest = Math.max(longest, Math.min(moment, end) - last);
            last = Math.min(moment, end);
        }
        return Math.max(longest, end - last) / 1e6;
    }
}
