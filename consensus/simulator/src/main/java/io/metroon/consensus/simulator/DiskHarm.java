package io.metroon.consensus.simulator;

import io.metroon.consensus.simulator.disk.DiskFaults;
import io.metroon.consensus.simulator.disk.SimulatedDisk;

/** Spoils disks: all of them for a while, and one for good. */
final class DiskHarm {
    private final Nemesis nemesis;
    private final World<?, ?> world;
    private final EventQueue events;
    private final NetworkHarm network;
    private final int damaged;

    DiskHarm(Nemesis nemesis, World<?, ?> world, NetworkHarm network, Chance chance) {
        this.nemesis = nemesis;
        this.world = world;
        this.events = world.events();
        this.network = network;
        this.damaged = chance.between(1, world.swarm().nodes());
    }

    void spoil(Chance chance) {
        SimulatedHost<?, ?> host = nemesis.anyHost(chance);
        DiskFaults faults = host.disk().faults();
        switch (chance.below(6)) {
            case 0, 1 -> failSync(host, "");
            case 2 -> failSync(host, chance.oneOf("log/spare", "snapshots/", "meta."));
            case 3 -> {
                nemesis.note("no room for snapshots", host.node());
                faults.refuseRoomFor("snapshots/");
                events.after(nemesis.aWhile(chance), () -> faults.refuseRoomFor(DiskFaults.NOTHING));
            }
            default -> {
                nemesis.note("disk full", host.node());
                faults.reserve(Long.MAX_VALUE / 2);
                events.after(nemesis.aWhile(chance), () -> faults.reserve(0));
            }
        }
    }

    private void failSync(SimulatedHost<?, ?> host, String of) {
        nemesis.note("next sync fails" + (of.isEmpty() ? "" : " of " + of), host.node());
        host.disk().faults().failNextSync(of);
    }

    void stall(Chance chance) {
        SimulatedHost<?, ?> host = chance.with(0.4) ? world.host(nemesis.leaderOrAny(chance)) : nemesis.anyHost(chance);
        nemesis.note("disk stalls", host.node());
        host.disk().faults().stallNextSync(nemesis.aWhile(chance));
    }

    void rot(Chance chance) {
        SimulatedDisk disk = world.host(damaged).disk();
        switch (chance.below(9)) {
            case 0 -> damage("disk rots", disk.rot("", false));
            case 1 -> damage("disk rots", disk.rot("", true));
            case 2 -> rotTail(chance);
            case 3 -> rotSnapshots(chance);
            case 4 -> damage("sector can't be read", disk.spoilSector(""));
            case 5 -> inSealedSegment(chance, "write was lost", SimulatedDisk.Loss.LOST);
            case 6 -> inSealedSegment(chance, "write was torn", SimulatedDisk.Loss.TORN);
            case 7 -> inSealedSegment(chance, "write went elsewhere", SimulatedDisk.Loss.MISDIRECTED);
            default -> rotWhatOneOtherHolds(chance);
        }
    }

    /** Where writes that followed prove that it was synced: of the log's very end nothing could (docs/testing.md). */
    private void inSealedSegment(Chance chance, String situation, SimulatedDisk.Loss loss) {
        SimulatedHost<?, ?> host = world.host(damaged);
        host.crash(chance.with(0.5), nemesis.aWhile(chance) / 4);
        damage(situation, host.disk().lose("log/0", loss));
    }

    /** The newest part of the log, while the node is down. */
    private void rotTail(Chance chance) {
        SimulatedHost<?, ?> host = world.host(damaged);
        host.crash(chance.with(0.5), nemesis.aWhile(chance) / 4);
        damage("disk rots", host.disk().rotTail("log/"));
    }

    /** All snapshots, while the node is down; rather when the log no longer reaches back to the first slot. */
    private void rotSnapshots(Chance chance) {
        SimulatedHost<?, ?> host = world.host(damaged);
        if (host.disk().holds("log/0000000000000001") && chance.with(0.8)) {
            events.after(nemesis.aWhile(chance), () -> {
                if (!nemesis.isOver()) {
                    rotSnapshots(chance);
                }
            });
            return;
        }
        host.crash(chance.with(0.5), nemesis.aWhile(chance) / 4);
        damage("all snapshots rot", host.disk().rotEach("/chunk-"));
    }

    /**
     * The leader reaches only the node whose log is about to rot, and goes down: what they chose lies on its disk alone, and
     * nobody may decide anything else before it is back.
     */
    private void rotWhatOneOtherHolds(Chance chance) {
        int leader = world.leader();
        if (leader == 0 || leader == damaged) {
            rotTail(chance);
            return;
        }
        nemesis.note("leader reaches one node only", leader);
        network.shuffled(chance).stream()
                .filter(node -> node != leader && node != damaged)
                .forEach(node -> world.network().cutBothWays(leader, node));
        long turn = network.beginTurn();
        events.after(5_000_000 + chance.exponential(30_000_000), () -> {
            if (!nemesis.isOver() && network.isTurn(turn)) {
                world.host(leader).crash(true, nemesis.aWhile(chance));
                rotTail(chance);
                world.network().heal();
            }
        });
    }

    private void damage(String situation, String what) {
        if (!what.isEmpty()) {
            nemesis.note(situation, damaged, what);
            world.guard(() -> world.checker().damaged(damaged));
        }
    }
}
