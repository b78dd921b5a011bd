package io.metroon.consensus.simulator;

import io.metroon.replica.PeerNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Links between nodes that lose, repeat, delay, reorder and corrupt frames, are cut one way, and clog. */
final class SimulatedNetwork {
    /** Where frames for a node go. */
    interface Destination {
        void deliver(int from, byte[] frame);
    }

    private final EventQueue events;
    private final Chance chance;
    private final Swarm swarm;
    private final Coverage coverage;
    private final double lossRate;
    private final double duplicationRate;
    private final double corruptionRate;
    private final double stragglerRate;
    private final List<Destination> destinations = new ArrayList<>();
    private final boolean[][] cut;
    private final long[][] cloggedUntil;
    private final long[][] lastArrival;
    private final double[][] slowness;
    private boolean healthy;
    private final long[] octetsTo;
    private long framesSent;

    SimulatedNetwork(EventQueue events, Chance chance, Swarm swarm, Coverage coverage, Schedule schedule) {
        this.events = events;
        this.chance = chance;
        this.swarm = swarm;
        this.coverage = coverage;
        lossRate = schedule.rate("loss", swarm.lossRate());
        duplicationRate = schedule.rate("repetition", swarm.duplicationRate());
        corruptionRate = schedule.rate("corruption", swarm.corruptionRate());
        stragglerRate = schedule.rate("stragglers", swarm.stragglerRate());
        int size = swarm.nodes() + swarm.spares() + 1;
        cut = new boolean[size][size];
        cloggedUntil = new long[size][size];
        lastArrival = new long[size][size];
        slowness = new double[size][size];
        octetsTo = new long[size];
        for (double[] links : slowness) {
            for (int to = 0; to < size; to++) {
                links[to] = chance.with(0.3) ? swarm.slowest() : 1;
            }
        }
    }

    void attach(Destination destination) {
        destinations.add(destination);
    }

    /** Frames that nodes gave to the network. */
    long framesSent() {
        return framesSent;
    }

    /** Octets of the frames that nodes gave to the network for this node. */
    long octetsSentTo(int node) {
        return octetsTo[node];
    }

    /** Takes a frame; it may arrive, once or more often. */
    void send(int from, int to, byte[] frame) {
        framesSent++;
        octetsTo[to] += frame.length;
        events.mix(Arrays.hashCode(frame) * 31L + to);
        if (cut[from][to] || (!healthy && chance.with(lossRate))) {
            coverage.saw(cut[from][to] ? "frame lost in a partition" : "frame lost");
            return;
        }
        transmit(from, to, frame);
        if (!healthy && chance.with(duplicationRate)) {
            coverage.saw("frame repeated");
            transmit(from, to, frame);
        }
    }

    private void transmit(int from, int to, byte[] frame) {
        byte[] carried = frame.clone();
        if (!healthy && frame.length > 0 && chance.with(corruptionRate)) {
            coverage.saw("frame corrupted");
            carried[chance.below(frame.length)] ^= (byte) (1 << chance.below(8));
        }
        long arrival = Math.max(events.now(), cloggedUntil[from][to]) + delay(from, to);
        if (swarm.inOrder() || healthy) {
            arrival = Math.max(arrival, lastArrival[from][to] + 1);
            lastArrival[from][to] = arrival;
        }
        events.at(arrival, () -> arrive(from, to, carried));
    }

    private void arrive(int from, int to, byte[] frame) {
        if (!cut[from][to]) {
            destinations.get(to - 1).deliver(from, frame);
        }
    }

    private long delay(int from, int to) {
        if (healthy) {
            return 50_000 + chance.exponential(150_000);
        }
        if (chance.with(stragglerRate)) {
            // Long after whatever it belongs to: after elections, restarts, new ballots.
            coverage.saw("frame far too late");
            return chance.exponential(chance.with(0.5) ? swarm.electionTimeoutNanos() : 50 * swarm.delayNanosMean());
        }
        double mean = swarm.delayNanosMean() * slowness[from][to];
        return (long) (mean / 4) + chance.exponential(mean);
    }

    /** Nothing gets from one node to another; the other way is another matter. */
    void cut(int from, int to) {
        cut[from][to] = true;
    }

    void cutBothWays(int one, int other) {
        cut(one, other);
        cut(other, one);
    }

    /** Frames from one node to another wait until then. */
    void clog(int from, int to, long nanos) {
        cloggedUntil[from][to] = Math.max(cloggedUntil[from][to], events.now() + nanos);
    }

    /** All links as they should be; those in flight arrive as they may. */
    void heal() {
        for (int from = 1; from < cut.length; from++) {
            for (int to = 1; to < cut.length; to++) {
                cut[from][to] = false;
                cloggedUntil[from][to] = 0;
            }
        }
    }

    /** From now on no frame is lost, repeated, corrupted or reordered but by cuts. */
    void becomeHealthy() {
        healthy = true;
        heal();
    }

    /** What a process of a node sees. */
    PeerNetwork endpoint(SimulatedHost<?, ?> host, SimulatedProcess process) {
        return new PeerNetwork() {
            @Override
            public void send(int node, byte[] frame) {
                host.requireNotStopped(process);
                if (process.isAlive()) {
                    SimulatedNetwork.this.send(host.node(), node, frame);
                }
            }

            @Override
            public void listen(Receiver receiver) {
                host.listen(process, receiver);
            }
        };
    }
}
