package io.metroon.consensus.simulator;

/** Kills, closes, pauses and suspends processes, and takes their power. */
final class ProcessHarm {
    private final Nemesis nemesis;
    private final World<?, ?> world;
    private final EventQueue events;

    ProcessHarm(Nemesis nemesis, World<?, ?> world) {
        this.nemesis = nemesis;
        this.world = world;
        this.events = world.events();
    }

    private SimulatedHost<?, ?> leaderRather(Chance chance, double probability) {
        return chance.with(probability) ? world.host(nemesis.leaderOrAny(chance)) : nemesis.anyHost(chance);
    }

    void crash(Chance chance) {
        SimulatedHost<?, ?> host = leaderRather(chance, 0.3);
        double how = chance.generator().nextDouble();
        if (how < 0.1) {
            nemesis.note("restart storm", host.node());
            restartAgain(host, chance.between(2, 6), chance);
        } else if (how < 0.25) {
            nemesis.note("node closed", host.node());
            host.close(chance.exponential(20_000_000));
        } else {
            nemesis.note("node crashed", host.node());
            host.crash(chance.with(0.6), chance.with(0.5) ? nemesis.aWhile(chance) : chance.exponential(5_000_000));
        }
    }

    private void restartAgain(SimulatedHost<?, ?> host, int times, Chance chance) {
        host.crash(chance.with(0.5), chance.exponential(2_000_000));
        if (times > 1 && !nemesis.isOver()) {
            events.after(chance.exponential(50_000_000), () -> restartAgain(host, times - 1, chance));
        }
    }

    void cutInWrite(Chance chance) {
        SimulatedHost<?, ?> host = nemesis.anyHost(chance);
        nemesis.note("power to go inside a disk operation", host.node());
        host.disk().faults().cutPowerAfter(chance.below(chance.with(0.7) ? 8 : 100));
    }

    void losePower(Chance chance) {
        nemesis.note("power lost everywhere", 0);
        for (int node = 1; node <= world.size(); node++) {
            world.host(node).crash(true, chance.exponential(20_000_000));
        }
    }

    void pause(Chance chance) {
        SimulatedHost<?, ?> host = leaderRather(chance, 0.4);
        boolean suspended = chance.with(0.3);
        nemesis.note(suspended ? "node suspended" : "process paused", host.node());
        host.pause((long) (world.swarm().electionTimeoutNanos() * chance.log(0.1, 5)), suspended);
    }

    void jumpClock(Chance chance) {
        SimulatedHost<?, ?> host = nemesis.anyHost(chance);
        nemesis.note("wall clock jumps", host.node());
        host.jumpClock(chance.between(-60_000L, 60_000L));
    }
}
