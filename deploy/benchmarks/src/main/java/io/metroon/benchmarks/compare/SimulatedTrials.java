package io.metroon.benchmarks.compare;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.epoch.EpochConfig.Engine;
import io.metroon.consensus.simulator.PartialConnectivity;
import io.metroon.consensus.simulator.PartialConnectivityTrial;
import io.metroon.consensus.simulator.SteadyCluster;
import io.metroon.consensus.simulator.SteadyCluster.Answer;
import io.metroon.consensus.simulator.SteadyCluster.Cost;
import io.metroon.consensus.simulator.SteadyCluster.Load;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The trials in the simulator: each seed once under each engine. */
final class SimulatedTrials {
    private static final int NODES = 3;
    private static final long MILLI = 1_000_000;
    private static final Load FEW = new Load(1, 20 * MILLI, 128);
    private static final Load MANY = new Load(8, 5 * MILLI, 128);
    private static final long SETTLE_NANOS = 150 * MILLI;
    private static final long PATIENCE_NANOS = 60_000 * MILLI;
    /** A window that the two clients at the leader fill by half while no vote reaches it. */
    private static final int WINDOW_SLOTS = 64;

    private static final Load FILLING = new Load(WINDOW_SLOTS / 4, MILLI, 512);
    private static final int MISSED_SLOTS = 1_000;

    private final Figures figures;

    SimulatedTrials(Figures figures) {
        this.figures = figures;
    }

    /** Runs all trials of a seed. */
    void run(long seed, boolean pictures) {
        for (Engine engine : Engine.values()) {
            few(seed, engine);
            many(seed, engine);
            kill(seed, engine);
            cutOff(seed, engine);
            halfFull(seed, engine);
            catchUp(seed, engine);
        }
        for (PartialConnectivity shape : PartialConnectivity.values()) {
            shape(seed, shape, pictures);
        }
    }

    private static SteadyCluster start(long seed, Engine engine, ConsensusSettings settings, Load load) {
        SteadyCluster cluster = new SteadyCluster(seed, engine, NODES, settings, load);
        cluster.start();
        // Not always at the same moment between two heartbeats.
        cluster.run(SETTLE_NANOS + Math.floorMod(seed * 7_919_000L, 50 * MILLI));
        return cluster;
    }

    private static SteadyCluster start(long seed, Engine engine, Load load) {
        return start(seed, engine, ConsensusSettings.DEFAULT, load);
    }

    private void few(long seed, Engine engine) {
        SteadyCluster cluster = start(seed, engine, FEW);
        Cost before = cluster.cost();
        cluster.run(1_000 * MILLI);
        Cost spent = cluster.cost().since(before);
        figures.add(Measure.SIM_MESSAGES_ALONE, engine, (double) spent.messages() / spent.operations());
        figures.add(Measure.SIM_SYNCS_ALONE, engine, (double) spent.syncs() / spent.operations());
        figures.add(Measure.SIM_OCTETS_ALONE, engine, (double) spent.octets() / spent.operations());
        Histogram micros = new Histogram(3);
        for (Answer answer : cluster.answers().subList((int) before.operations(), cluster.answered())) {
            micros.recordValue((answer.answeredNanos() - answer.begunNanos()) / 1_000);
        }
        figures.add(Measure.SIM_LATENCY, engine, micros.getValueAtPercentile(50) / 1e3);
        figures.add(Measure.SIM_LATENCY_99, engine, micros.getValueAtPercentile(99) / 1e3);
    }

    private void many(long seed, Engine engine) {
        SteadyCluster cluster = start(seed, engine, MANY);
        Cost before = cluster.cost();
        cluster.run(150 * MILLI);
        Cost spent = cluster.cost().since(before);
        figures.add(Measure.SIM_MESSAGES, engine, (double) spent.messages() / spent.operations());
        figures.add(Measure.SIM_SYNCS, engine, (double) spent.syncs() / spent.operations());
        figures.add(Measure.SIM_OCTETS, engine, (double) spent.octets() / spent.operations());
    }

    private void kill(long seed, Engine engine) {
        SteadyCluster cluster = start(seed, engine, FEW);
        long chosen = cluster.chosenUpTo();
        long began = cluster.nowNanos();
        cluster.kill(cluster.servingLeader());
        cluster.awaitLeader();
        figures.add(Measure.SIM_LEADER, engine, millisSince(began, cluster));
        awaitWrite(cluster, chosen);
        figures.add(Measure.SIM_WRITE, engine, millisSince(began, cluster));
    }

    private void cutOff(long seed, Engine engine) {
        SteadyCluster cluster = start(seed, engine, FEW);
        long chosen = cluster.chosenUpTo();
        long began = cluster.nowNanos();
        cluster.isolateLeader();
        awaitWrite(cluster, chosen);
        figures.add(Measure.SIM_SILENT, engine, millisSince(began, cluster));
    }

    private static void awaitWrite(SteadyCluster cluster, long above) {
        require(cluster.runUntil(() -> cluster.newestAnswer().slot() > above, PATIENCE_NANOS), "a write");
    }

    private void halfFull(long seed, Engine engine) {
        SteadyCluster cluster = start(seed, engine, windowOf(WINDOW_SLOTS), FILLING);
        cluster.holdBackVotes(PATIENCE_NANOS);
        require(
                cluster.runUntil(() -> cluster.windowInUse() >= WINDOW_SLOTS / 2, PATIENCE_NANOS),
                "a half-full window");
        // For what was sent to arrive.
        cluster.run(5 * MILLI);
        Cost before = cluster.cost();
        long began = cluster.nowNanos();
        cluster.kill(cluster.servingLeader());
        cluster.awaitLeader();
        Cost spent = cluster.cost().since(before);
        figures.add(Measure.SIM_ELECTION_TIME, engine, millisSince(began, cluster));
        figures.add(Measure.SIM_ELECTION_MESSAGES, engine, (double) spent.messages());
        figures.add(Measure.SIM_ELECTION_OCTETS, engine, (double) spent.octets());
    }

    private static ConsensusSettings windowOf(int slots) {
        ConsensusSettings usual = ConsensusSettings.DEFAULT;
        return new ConsensusSettings(
                usual.heartbeatTicks(),
                usual.electionTimeoutTicks(),
                slots,
                usual.windowBytes(),
                usual.queueBytes(),
                usual.applyBacklogSlots(),
                usual.messageBytes(),
                usual.cacheBytes());
    }

    private void catchUp(long seed, Engine engine) {
        SteadyCluster cluster = start(seed, engine, MANY);
        int away = cluster.servingLeader() % NODES + 1;
        long from = cluster.chosenUpTo();
        cluster.kill(away);
        require(cluster.runUntil(() -> cluster.chosenUpTo() >= from + MISSED_SLOTS, PATIENCE_NANOS), "slots to miss");
        cluster.endLoad();
        cluster.run(SETTLE_NANOS);
        long missed = cluster.chosenUpTo() - from;
        long began = cluster.nowNanos();
        long before = cluster.octetsSentTo(away);
        cluster.startNode(away);
        require(
                cluster.runUntil(() -> cluster.hasApplied(away, from + missed), PATIENCE_NANOS),
                "the node to catch up");
        figures.add(Measure.SIM_CATCH_UP_OCTETS, engine, (double) (cluster.octetsSentTo(away) - before) / missed);
        figures.add(Measure.SIM_CATCH_UP_TIME, engine, millisSince(began, cluster));
    }

    private void shape(long seed, PartialConnectivity shape, boolean picture) {
        Measure measure = switch (shape) {
            case QUORUM_LOSS -> Measure.SIM_QUORUM_LOSS;
            case CONSTRAINED -> Measure.SIM_CONSTRAINED;
            case CHAINED -> Measure.SIM_CHAINED;
        };
        Map<Engine, List<Integer>> lines = new EnumMap<>(Engine.class);
        for (Engine engine : Engine.values()) {
            PartialConnectivityTrial trial = PartialConnectivityTrial.run(seed, engine, shape);
            figures.add(measure, engine, trial.longestPauseNanos() / 1e6);
            lines.put(engine, TimeLine.buckets(trial.answeredAfterNanos(), trial.lastsNanos()));
        }
        if (picture) {
            figures.add(new TimeLine(
                    "In the simulator: " + Text.shape(shape),
                    lines.getOrDefault(Engine.PAXOS, List.of()),
                    lines.getOrDefault(Engine.RAFT, List.of())));
        }
    }

    private static double millisSince(long nanos, SteadyCluster cluster) {
        return (cluster.nowNanos() - nanos) / 1e6;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("the simulated cluster waited a minute in vain for " + what);
        }
    }
}
