package io.metroon.consensus.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Does harm, at the rates that the seed drew, until it is told to stop; each harm passes by itself. */
final class Nemesis {
    private final World<?, ?> world;
    private final EventQueue events;
    private final Chance chance;
    private final Swarm swarm;
    private final Coverage coverage;
    private final SimulatedNetwork network;
    private final int damaged;
    private long partitions;
    private boolean over;

    Nemesis(World<?, ?> world, Chance chance) {
        this.world = world;
        this.events = world.events();
        this.chance = chance;
        this.swarm = world.swarm();
        this.coverage = world.coverage();
        this.network = world.network();
        this.damaged = chance.between(1, swarm.nodes());
    }

    void start() {
        repeat(swarm.partitionsPerSecond(), this::partition);
        repeat(swarm.clogsPerSecond() * swarm.nodes(), this::clog);
        repeat(swarm.crashesPerSecond() * swarm.nodes(), this::crash);
        repeat(swarm.cutsInWritePerSecond() * swarm.nodes(), this::cutInWrite);
        repeat(swarm.powerLossesPerSecond(), this::losePower);
        repeat(swarm.pausesPerSecond() * swarm.nodes(), this::pause);
        repeat(swarm.diskFaultsPerSecond() * swarm.nodes(), this::spoilDisk);
        repeat(swarm.stallsPerSecond() * swarm.nodes(), this::stall);
        repeat(swarm.clockJumpsPerSecond() * swarm.nodes(), this::jumpClock);
        // Beyond what one disk of a majority may lose, no protocol can help.
        if (swarm.nodes() >= 3) {
            repeat(swarm.rotPerSecond(), this::rot);
        }
    }

    /** Does no more harm; what was done to links and pauses is undone by the world. */
    void stop() {
        over = true;
    }

    private void repeat(double perSecond, Runnable harm) {
        if (perSecond > 0) {
            events.after(chance.exponential(1e9 / perSecond), () -> {
                if (!over) {
                    harm.run();
                    repeat(perSecond, harm);
                }
            });
        }
    }

    private int anyNode() {
        return chance.between(1, world.size());
    }

    private SimulatedHost<?, ?> anyHost() {
        return world.host(anyNode());
    }

    /** Some tenths to some tens of an election timeout. */
    private long aWhile() {
        return (long) (swarm.electionTimeoutNanos() * chance.log(0.05, 3));
    }

    // ---- the network ----

    private void partition() {
        network.heal();
        switch (chance.below(7)) {
            case 0 -> isolate(anyNode(), "node isolated");
            case 1 -> isolate(leaderOrAny(), "leader isolated");
            case 2 -> oneWay();
            case 3 -> split();
            case 4 -> chain();
            case 5 -> quorumLoss();
            default -> constrained();
        }
        long turn = ++partitions;
        events.after((long) (swarm.electionTimeoutNanos() * chance.log(0.2, 4)), () -> {
            if (turn == partitions) {
                network.heal();
            }
        });
    }

    private int leaderOrAny() {
        int leader = world.leader();
        return leader == 0 ? anyNode() : leader;
    }

    private void isolate(int node, String situation) {
        note(situation, node);
        for (int other = 1; other <= world.size(); other++) {
            if (other != node) {
                network.cutBothWays(node, other);
            }
        }
    }

    private void oneWay() {
        int from = anyNode();
        note("one-way partition", from);
        boolean deaf = chance.with(0.5);
        for (int other = 1; other <= world.size(); other++) {
            if (other != from && chance.with(0.7)) {
                network.cut(deaf ? other : from, deaf ? from : other);
            }
        }
    }

    private void split() {
        List<Integer> nodes = shuffled();
        int cutAt = chance.between(1, Math.max(1, nodes.size() - 1));
        note("split", cutAt);
        for (int one : nodes.subList(0, cutAt)) {
            for (int other : nodes.subList(cutAt, nodes.size())) {
                network.cutBothWays(one, other);
            }
        }
    }

    /** Each node reaches its neighbours only: some node never hears the leader but through another. */
    private void chain() {
        List<Integer> nodes = shuffled();
        note("chained connectivity", nodes.get(0));
        keepOnly(nodes, PartialConnectivity.CHAINED);
    }

    /** Everybody reaches one node only, and it isn't the leader. */
    private void quorumLoss() {
        List<Integer> nodes = shuffled();
        Collections.swap(nodes, nodes.size() - 1, nodes.indexOf(leaderOrAny()));
        note("quorum-loss connectivity", nodes.get(0));
        keepOnly(nodes, PartialConnectivity.QUORUM_LOSS);
    }

    /** The leader reaches nobody, and all others reach only one, which had fallen behind. */
    private void constrained() {
        List<Integer> nodes = shuffled();
        Collections.swap(nodes, nodes.size() - 1, nodes.indexOf(leaderOrAny()));
        int leader = nodes.get(nodes.size() - 1);
        note("constrained connectivity", nodes.get(0));
        network.cutBothWays(leader, nodes.get(0));
        long turn = partitions + 1;
        events.after(aWhile() / 4, () -> {
            if (!over && turn == partitions) {
                keepOnly(nodes, PartialConnectivity.CONSTRAINED);
            }
        });
    }

    private void keepOnly(List<Integer> nodes, PartialConnectivity shape) {
        shape.cutIn(nodes, network::cutBothWays);
    }

    private List<Integer> shuffled() {
        List<Integer> nodes = new ArrayList<>();
        for (int node = 1; node <= world.size(); node++) {
            nodes.add(chance.below(nodes.size() + 1), node);
        }
        return nodes;
    }

    /** One link, or the links of all nodes one after another (a swizzle), hold their frames back for a while. */
    private void clog() {
        if (chance.with(0.2)) {
            note("swizzle", 0);
            for (int node : shuffled()) {
                long nanos = aWhile();
                for (int other = 1; other <= world.size(); other++) {
                    network.clog(node, other, nanos);
                    network.clog(other, node, nanos);
                }
            }
        } else {
            int from = anyNode();
            note("link clogged", from);
            network.clog(from, anyNode(), aWhile());
        }
    }

    // ---- processes ----

    private void crash() {
        SimulatedHost<?, ?> host = chance.with(0.3) ? world.host(leaderOrAny()) : anyHost();
        if (chance.with(0.1)) {
            note("restart storm", host.node());
            restartAgain(host, chance.between(2, 6));
        } else {
            host.crash(chance.with(0.6), chance.with(0.5) ? aWhile() : chance.exponential(5_000_000));
        }
    }

    private void restartAgain(SimulatedHost<?, ?> host, int times) {
        host.crash(chance.with(0.5), chance.exponential(2_000_000));
        if (times > 1 && !over) {
            events.after(chance.exponential(50_000_000), () -> restartAgain(host, times - 1));
        }
    }

    private void cutInWrite() {
        SimulatedHost<?, ?> host = anyHost();
        note("power to go inside a disk operation", host.node());
        host.disk().faults().cutPowerAfter(chance.below(chance.with(0.7) ? 8 : 100));
    }

    private void losePower() {
        note("power lost everywhere", 0);
        for (int node = 1; node <= world.size(); node++) {
            world.host(node).crash(true, chance.exponential(20_000_000));
        }
    }

    private void pause() {
        SimulatedHost<?, ?> host = chance.with(0.4) ? world.host(leaderOrAny()) : anyHost();
        boolean suspended = chance.with(0.3);
        note(suspended ? "node suspended" : "process paused", host.node());
        host.pause((long) (swarm.electionTimeoutNanos() * chance.log(0.1, 5)), suspended);
    }

    private void jumpClock() {
        SimulatedHost<?, ?> host = anyHost();
        note("wall clock jumps", host.node());
        host.jumpClock(chance.between(-60_000L, 60_000L));
    }

    // ---- disks ----

    private void spoilDisk() {
        SimulatedHost<?, ?> host = anyHost();
        if (chance.with(0.5)) {
            note("next sync fails", host.node());
            host.disk().faults().failNextSync();
        } else {
            note("disk full", host.node());
            host.disk().faults().reserve(Long.MAX_VALUE / 2);
            events.after(aWhile(), () -> host.disk().faults().reserve(0));
        }
    }

    private void stall() {
        SimulatedHost<?, ?> host = chance.with(0.4) ? world.host(leaderOrAny()) : anyHost();
        note("disk stalls", host.node());
        host.disk().faults().stallNextSync(aWhile());
    }

    private void rot() {
        switch (chance.below(5)) {
            case 0 -> damage(world.host(damaged).disk().rot("", false));
            case 1 -> damage(world.host(damaged).disk().rot("", true));
            case 2 -> rotTail();
            case 3 -> rotSnapshots();
            default -> rotWhatOneOtherHolds();
        }
    }

    /** The newest part of the log, while the node is down. */
    private void rotTail() {
        SimulatedHost<?, ?> host = world.host(damaged);
        host.crash(chance.with(0.5), aWhile() / 4);
        damage(host.disk().rotTail("log/"));
    }

    /** All snapshots, while the node is down; rather when the log no longer reaches back to the first slot. */
    private void rotSnapshots() {
        SimulatedHost<?, ?> host = world.host(damaged);
        if (host.disk().holds("log/0000000000000001") && chance.with(0.8)) {
            events.after(aWhile(), () -> {
                if (!over) {
                    rotSnapshots();
                }
            });
            return;
        }
        host.crash(chance.with(0.5), aWhile() / 4);
        String what = host.disk().rotEach("/chunk-");
        if (!what.isEmpty()) {
            note("all snapshots rot", damaged);
            damage(what);
        }
    }

    /**
     * The leader reaches only the node whose log is about to rot, and goes down: what they chose lies on its disk alone, and
     * nobody may decide anything else before it is back.
     */
    private void rotWhatOneOtherHolds() {
        int leader = world.leader();
        if (leader == 0 || leader == damaged) {
            rotTail();
            return;
        }
        note("leader reaches one node only", leader);
        shuffled().stream()
                .filter(node -> node != leader && node != damaged)
                .forEach(node -> network.cutBothWays(leader, node));
        long turn = ++partitions;
        events.after(5_000_000 + chance.exponential(30_000_000), () -> {
            if (!over && turn == partitions) {
                world.host(leader).crash(true, aWhile());
                rotTail();
                network.heal();
            }
        });
    }

    private void damage(String what) {
        if (!what.isEmpty()) {
            note("disk rots", damaged, what);
            world.guard(() -> world.checker().damaged(damaged));
        }
    }

    private void note(String situation, int node, Object... details) {
        coverage.saw(situation);
        world.timeline().note(node, situation, details);
    }
}
