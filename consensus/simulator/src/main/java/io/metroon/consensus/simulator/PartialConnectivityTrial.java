package io.metroon.consensus.simulator;

import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.epoch.EpochConfig;
import java.util.List;

/**
 * What clients of a cluster live through while its links are cut in a shape of partial connectivity: a client at every node writes
 * all the time.
 *
 * @param lastsNanos how long the shape lasted
 * @param firstCommitNanos from the cut to the first answer about a slot that was not chosen before; negative when there was none
 * @param longestPauseNanos the longest time without an answer from the cut on; at most {@code lastsNanos}
 * @param answeredAfterNanos when operations were answered, from the cut on
 * @param messages between nodes while it lasted
 */
public record PartialConnectivityTrial(
        long lastsNanos, long firstCommitNanos, long longestPauseNanos, List<Long> answeredAfterNanos, long messages) {
    /** Shapes last so many election timeouts. */
    public static final int TIMEOUTS = 12;

    /** The election timeout of the trials, from which on a node that hears no leader may stand; it draws up to twice this. */
    public static final long ELECTION_TIMEOUT_NANOS =
            ConsensusSettings.DEFAULT.electionTimeoutTicks() * SteadyCluster.TICK_NANOS;

    private static final SteadyCluster.Load LOAD = new SteadyCluster.Load(2, 100_000_000, 128);
    private static final long WARM_UP_NANOS = 300_000_000;
    /** For the first node to miss something. No election comes of it: all others are content. */
    private static final long LAG_NANOS = ELECTION_TIMEOUT_NANOS / 2;

    /** In which clients begin several operations. */
    private static final long TAIL_NANOS = 100_000_000;

    /** How many nodes the paper draws the shape with. */
    public static int nodes(PartialConnectivity shape) {
        return shape == PartialConnectivity.CHAINED ? 3 : 5;
    }

    /** Runs a seed with the default settings of the cores. */
    public static PartialConnectivityTrial run(long seed, EpochConfig.Engine engine, PartialConnectivity shape) {
        SteadyCluster cluster = new SteadyCluster(seed, engine, nodes(shape), ConsensusSettings.DEFAULT, LOAD);
        cluster.start();
        // Not always at the same moment between two heartbeats.
        cluster.run(WARM_UP_NANOS + Math.floorMod(seed * 7_919_000L, ELECTION_TIMEOUT_NANOS));
        if (shape == PartialConnectivity.CONSTRAINED) {
            cluster.cutLeaderFromFirst();
            cluster.run(LAG_NANOS);
            // What the others voted for, and the first node does not have, is not chosen, so it can't be learned.
            cluster.holdBackVotes(2 * TAIL_NANOS);
            cluster.run(TAIL_NANOS);
        }
        return under(cluster, shape);
    }

    private static PartialConnectivityTrial under(SteadyCluster cluster, PartialConnectivity shape) {
        long began = cluster.nowNanos();
        long chosen = cluster.chosenUpTo();
        int answered = cluster.answered();
        SteadyCluster.Cost before = cluster.cost();
        cluster.cut(shape);
        long lasts = TIMEOUTS * ELECTION_TIMEOUT_NANOS;
        cluster.run(lasts);
        List<SteadyCluster.Answer> fresh = cluster.answers().subList(answered, cluster.answered()).stream()
                .filter(answer -> answer.slot() > chosen)
                .toList();
        long first = fresh.isEmpty() ? -1 : fresh.get(0).answeredNanos() - began;
        SteadyCluster.Cost spent = cluster.cost().since(before);
        return new PartialConnectivityTrial(
                lasts,
                first,
                longestPause(began, began + lasts, fresh),
                fresh.stream().map(answer -> answer.answeredNanos() - began).toList(),
                spent.messages());
    }

    private static long longestPause(long from, long to, List<SteadyCluster.Answer> answers) {
        long longest = 0;
        long last = from;
        for (SteadyCluster.Answer answer : answers) {
            longest = Math.max(longest, answer.answeredNanos() - last);
            last = answer.answeredNanos();
        }
        return Math.max(longest, to - last);
    }

    /** Whether anything was chosen and answered under the shape. */
    public boolean committed() {
        return firstCommitNanos >= 0;
    }

    /** A span in election timeouts. */
    public static double inTimeouts(long nanos) {
        return (double) nanos / ELECTION_TIMEOUT_NANOS;
    }
}
