package io.metroon.consensus.simulator;

import java.util.function.Consumer;

/**
 * Does harm, at the rates that the seed drew, until it is told to stop; each harm passes by itself.
 *
 * <p>Every harm draws from a generator of its own, and each kind has its own times, so that leaving one out moves no other.
 */
final class Nemesis {
    private final World<?, ?> world;
    private final EventQueue events;
    private final Chance chance;
    private final Swarm swarm;
    private boolean over;

    Nemesis(World<?, ?> world, Chance chance) {
        this.world = world;
        this.events = world.events();
        this.chance = chance;
        this.swarm = world.swarm();
    }

    void start() {
        int nodes = swarm.nodes();
        NetworkHarm network = new NetworkHarm(this, world);
        repeat("partition", swarm.partitionsPerSecond(), network::partition);
        repeat("clog", swarm.clogsPerSecond() * nodes, network::clog);
        ProcessHarm process = new ProcessHarm(this, world);
        repeat("crash", swarm.crashesPerSecond() * nodes, process::crash);
        repeat("cut", swarm.cutsInWritePerSecond() * nodes, process::cutInWrite);
        repeat("blackout", swarm.powerLossesPerSecond(), process::losePower);
        repeat("pause", swarm.pausesPerSecond() * nodes, process::pause);
        repeat("clock", swarm.clockJumpsPerSecond() * nodes, process::jumpClock);
        DiskHarm disk = new DiskHarm(this, world, network, chance.split());
        repeat("disk", swarm.diskFaultsPerSecond() * nodes, disk::spoil);
        repeat("stall", swarm.stallsPerSecond() * nodes, disk::stall);
        // Beyond what one disk of a majority may lose, no protocol can help.
        if (nodes >= 3) {
            repeat("rot", swarm.rotPerSecond(), disk::rot);
        }
    }

    /** Does no more harm; what was done to links and pauses is undone by the world. */
    void stop() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    private void repeat(String kind, double perSecond, Consumer<Chance> harm) {
        if (perSecond > 0) {
            next(kind, perSecond, harm, chance.split());
        }
    }

    private void next(String kind, double perSecond, Consumer<Chance> harm, Chance pace) {
        events.after(pace.exponential(1e9 / perSecond), () -> {
            if (!over) {
                Chance own = pace.split();
                if (world.schedule().begins(kind)) {
                    harm.accept(own);
                }
                next(kind, perSecond, harm, pace);
            }
        });
    }

    SimulatedHost<?, ?> anyHost(Chance own) {
        return world.host(anyNode(own));
    }

    int anyNode(Chance own) {
        return own.between(1, world.size());
    }

    int leaderOrAny(Chance own) {
        int any = anyNode(own);
        int leader = world.leader();
        return leader == 0 ? any : leader;
    }

    /** Some hundredths of an election timeout to some of them. */
    long aWhile(Chance own) {
        return (long) (swarm.electionTimeoutNanos() * own.log(0.05, 3));
    }

    /** Something happened that is worth seeing. */
    void note(String situation, int node, Object... details) {
        world.coverage().saw(situation);
        world.timeline().note(node, situation, details);
        world.schedule().tell(node == 0 ? situation : situation + ", node " + node);
    }
}
