package io.metroon.consensus.simulator;

import io.metroon.consensus.ConsensusSettings;
import java.util.Locale;

/**
 * What a seed draws once: the shape of the cluster, its settings, and which faults occur how often. Each kind of fault is
 * absent from some seeds, so that no fault hides another. Rates are per second of virtual time and per node or link.
 *
 * @param nodes voters
 * @param faultFree whether nothing goes wrong at all
 * @param safetyNanos how long faults go on
 * @param consensus settings of the cores
 * @param segmentBytes of the log
 * @param snapshotSlots between snapshots
 * @param retainSlots kept in the log behind a snapshot
 * @param chunkBytes of a snapshot's transfer
 * @param diskBlockBytes what reaches a platter as a whole
 * @param syncNanosMean how long a sync takes
 * @param lossRate frames lost, of 1
 * @param duplicationRate frames repeated, of 1
 * @param corruptionRate frames with a flipped bit, of 1
 * @param stragglerRate frames that take far longer, up to seconds, of 1
 * @param slowest how many times slower than the rest the slowest links and disks are
 * @param inOrder whether links keep the order of frames
 * @param delayNanosMean of a link
 * @param partitionsPerSecond how often links are cut
 * @param clogsPerSecond how often links clog
 * @param crashesPerSecond how often a node loses its power or is killed
 * @param cutsInWritePerSecond how often the power goes inside a disk operation
 * @param powerLossesPerSecond how often all nodes lose their power at once
 * @param pausesPerSecond how often a process stands still
 * @param diskFaultsPerSecond how often a sync fails or a disk fills up
 * @param stallsPerSecond how often a sync takes very long
 * @param clockJumpsPerSecond how often a wall clock jumps
 * @param rotPerSecond how often a block of one node's disk is damaged
 * @param spares nodes that are no members at first
 * @param adminPerSecond how often an operator changes something
 * @param hiccups how likely a thread is late for a task
 * @param clients how many there are
 * @param pipeline operations each has in flight
 * @param thinkNanosMean between an answer and the next operation
 * @param bursts whether clients work in bursts
 * @param reads share of reads, of 1
 */
record Swarm(
        int nodes,
        boolean faultFree,
        long safetyNanos,
        ConsensusSettings consensus,
        int segmentBytes,
        int snapshotSlots,
        int retainSlots,
        int chunkBytes,
        int diskBlockBytes,
        long syncNanosMean,
        double lossRate,
        double duplicationRate,
        double corruptionRate,
        double stragglerRate,
        double slowest,
        boolean inOrder,
        double delayNanosMean,
        double partitionsPerSecond,
        double clogsPerSecond,
        double crashesPerSecond,
        double cutsInWritePerSecond,
        double powerLossesPerSecond,
        double pausesPerSecond,
        double diskFaultsPerSecond,
        double stallsPerSecond,
        double clockJumpsPerSecond,
        double rotPerSecond,
        int spares,
        double adminPerSecond,
        double hiccups,
        int clients,
        int pipeline,
        double thinkNanosMean,
        boolean bursts,
        double reads) {
    private static final int OPERATIONS_MAX = 1_500;

    /** What this seed draws, for a run so many times as long as usual. */
    static Swarm draw(Chance chance, int length) {
        boolean calm = chance.with(0.2);
        long safetyNanos = chance.between(3L, 10L) * 1_000_000_000L * length;
        int clients = chance.between(1, 4);
        int pipeline = chance.between(1, 8);
        // Beyond some operations a seed shows little new; the next seed does.
        double thinkNanosLeast =
                (double) clients * pipeline * safetyNanos / length / chance.between(100, OPERATIONS_MAX);
        return new Swarm(
                chance.with(0.1) ? chance.between(1, 2) : chance.oneOf(3, 3, 3, 5),
                calm,
                safetyNanos,
                settings(chance),
                1 << chance.between(16, 18),
                chance.between(20, 400),
                chance.oneOf(0, 0, 16, 200),
                1 << chance.between(8, 12),
                chance.oneOf(512, 4_096),
                (long) chance.log(50_000, 5_000_000),
                rate(chance, calm, 0.001, 0.2),
                rate(chance, calm, 0.001, 0.2),
                rate(chance, calm, 0.0005, 0.02),
                rate(chance, calm, 0.001, 0.05),
                !calm && chance.with(0.5) ? chance.log(2, 30) : 1,
                calm || chance.with(0.5),
                chance.log(50_000, calm ? 1_000_000 : 10_000_000),
                rate(chance, calm, 0.3, 3),
                rate(chance, calm, 0.1, 1),
                rate(chance, calm, 0.05, 0.7),
                rate(chance, calm, 0.05, 0.7),
                rate(chance, calm, 0.05, 0.3),
                rate(chance, calm, 0.05, 0.7),
                rate(chance, calm, 0.05, 0.5),
                rate(chance, calm, 0.05, 0.5),
                rate(chance, calm, 0.05, 0.5),
                rate(chance, calm, 0.1, 1.5),
                chance.between(0, 2),
                length == 1 && chance.with(0.4) ? 0 : chance.log(0.3, 5),
                rate(chance, calm, 0.0001, 0.01),
                clients,
                pipeline,
                Math.max(thinkNanosLeast, chance.log(100_000, 50_000_000)),
                chance.with(0.5),
                chance.with(0.2) ? 0 : 0.1 + 0.6 * chance.generator().nextDouble());
    }

    /**
     * A healthy cluster, for measurements: links of 0.1 ms that keep the order of frames, disks that sync in 0.2 ms on average, and
     * no faults. Snapshots come every 50,000 slots.
     *
     * @param clients how many there are
     * @param pipeline operations each has in flight
     * @param thinkNanosMean between an answer and the next operation
     */
    static Swarm steady(int nodes, ConsensusSettings consensus, int clients, int pipeline, double thinkNanosMean) {
        return new Swarm(
                nodes,
                true,
                0,
                consensus,
                1 << 20,
                50_000,
                50_000,
                1 << 16,
                4_096,
                200_000,
                0,
                0,
                0,
                0,
                1,
                true,
                100_000,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                clients,
                pipeline,
                thinkNanosMean,
                false,
                0);
    }

    private static ConsensusSettings settings(Chance chance) {
        int heartbeat = chance.between(2, 5);
        return new ConsensusSettings(
                heartbeat,
                heartbeat * chance.between(4, 8),
                chance.oneOf(1, 4, 16, 64, 1_024),
                1 << chance.between(9, 20),
                1 << chance.between(12, 20),
                chance.oneOf(16, 256, 16_384),
                1 << chance.between(7, 16),
                1 << chance.between(8, 16));
    }

    /** Nought in half the seeds. */
    private static double rate(Chance chance, boolean calm, double low, double high) {
        boolean absent = chance.with(0.5);
        double drawn = chance.log(low, high);
        return calm || absent ? 0 : drawn;
    }

    /** The longest silence after which some node stands for leader, in nanoseconds. */
    long electionTimeoutNanos() {
        return 2L * consensus.electionTimeoutTicks() * 10_000_000L;
    }

    /** In a line, for a report. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "n=%d %s window=%d election=%d segment=%d snapshot=%d loss=%.3f partitions=%.2f crashes=%.2f cuts=%.2f"
                        + " power=%.2f pauses=%.2f disk=%.2f stalls=%.2f rot=%.2f admin=%.2f spares=%d clients=%dx%d",
                nodes,
                faultFree ? "calm" : "faulty",
                consensus.windowSlots(),
                consensus.electionTimeoutTicks(),
                segmentBytes,
                snapshotSlots,
                lossRate,
                partitionsPerSecond,
                crashesPerSecond,
                cutsInWritePerSecond,
                powerLossesPerSecond,
                pausesPerSecond,
                diskFaultsPerSecond,
                stallsPerSecond,
                rotPerSecond,
                adminPerSecond,
                spares,
                clients,
                pipeline);
    }
}
