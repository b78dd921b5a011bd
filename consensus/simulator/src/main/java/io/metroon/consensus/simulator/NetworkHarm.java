package io.metroon.consensus.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Cuts and clogs links. */
final class NetworkHarm {
    private final Nemesis nemesis;
    private final World<?, ?> world;
    private final EventQueue events;
    private final SimulatedNetwork network;
    private long partitions;

    NetworkHarm(Nemesis nemesis, World<?, ?> world) {
        this.nemesis = nemesis;
        this.world = world;
        this.events = world.events();
        this.network = world.network();
    }

    void partition(Chance chance) {
        network.heal();
        switch (chance.below(8)) {
            case 0 -> isolate(nemesis.anyNode(chance), "node isolated");
            case 1 -> isolate(nemesis.leaderOrAny(chance), "leader isolated");
            case 2 -> oneWay(chance);
            case 3 -> split(chance);
            case 4 -> chain(chance);
            case 5 -> quorumLoss(chance);
            case 6 -> succession(chance);
            default -> constrained(chance);
        }
        long turn = beginTurn();
        events.after((long) (world.swarm().electionTimeoutNanos() * chance.log(0.2, 4)), () -> {
            if (isTurn(turn)) {
                network.heal();
            }
        });
    }

    /** From now on the links are the caller's, until somebody else begins a turn. */
    long beginTurn() {
        return ++partitions;
    }

    boolean isTurn(long turn) {
        return turn == partitions;
    }

    private void isolate(int node, String situation) {
        nemesis.note(situation, node);
        for (int other = 1; other <= world.size(); other++) {
            if (other != node) {
                network.cutBothWays(node, other);
            }
        }
    }

    /** The leader is cut off with what it proposes meanwhile; once another leads, that one is, and the first comes back. */
    private void succession(Chance chance) {
        int first = nemesis.leaderOrAny(chance);
        isolate(first, "leader cut off until the next one leads");
        awaitSuccessor(first, partitions + 1, chance, 200);
    }

    private void awaitSuccessor(int first, long turn, Chance chance, int patience) {
        events.after(2_000_000 + chance.exponential(8_000_000), () -> {
            if (nemesis.isOver() || patience == 0 || !isTurn(turn)) {
                return;
            }
            int next = world.leader();
            if (next == 0 || next == first || !world.host(next).canServe()) {
                awaitSuccessor(first, turn, chance, patience - 1);
            } else {
                network.heal();
                isolate(next, "successor cut off, and its predecessor back");
            }
        });
    }

    private void oneWay(Chance chance) {
        int from = nemesis.anyNode(chance);
        nemesis.note("one-way partition", from);
        boolean deaf = chance.with(0.5);
        for (int other = 1; other <= world.size(); other++) {
            if (other != from && chance.with(0.7)) {
                network.cut(deaf ? other : from, deaf ? from : other);
            }
        }
    }

    private void split(Chance chance) {
        List<Integer> nodes = shuffled(chance);
        int cutAt = chance.between(1, Math.max(1, nodes.size() - 1));
        nemesis.note("split", cutAt);
        for (int one : nodes.subList(0, cutAt)) {
            for (int other : nodes.subList(cutAt, nodes.size())) {
                network.cutBothWays(one, other);
            }
        }
    }

    /** Each node reaches its neighbours only: some node never hears the leader but through another. */
    private void chain(Chance chance) {
        List<Integer> nodes = shuffled(chance);
        nemesis.note("chained connectivity", nodes.get(0));
        keepOnly(nodes, PartialConnectivity.CHAINED);
    }

    /** Everybody reaches one node only, and it isn't the leader. */
    private void quorumLoss(Chance chance) {
        List<Integer> nodes = leaderLast(chance);
        nemesis.note("quorum-loss connectivity", nodes.get(0));
        keepOnly(nodes, PartialConnectivity.QUORUM_LOSS);
    }

    /** The leader reaches nobody, and all others reach only one, which had fallen behind. */
    private void constrained(Chance chance) {
        List<Integer> nodes = leaderLast(chance);
        int leader = nodes.get(nodes.size() - 1);
        nemesis.note("constrained connectivity", nodes.get(0));
        network.cutBothWays(leader, nodes.get(0));
        long turn = partitions + 1;
        events.after(nemesis.aWhile(chance) / 4, () -> {
            if (!nemesis.isOver() && isTurn(turn)) {
                keepOnly(nodes, PartialConnectivity.CONSTRAINED);
            }
        });
    }

    private List<Integer> leaderLast(Chance chance) {
        List<Integer> nodes = shuffled(chance);
        Collections.swap(nodes, nodes.size() - 1, nodes.indexOf(nemesis.leaderOrAny(chance)));
        return nodes;
    }

    private void keepOnly(List<Integer> nodes, PartialConnectivity shape) {
        shape.cutIn(nodes, network::cutBothWays);
    }

    List<Integer> shuffled(Chance chance) {
        List<Integer> nodes = new ArrayList<>();
        for (int node = 1; node <= world.size(); node++) {
            nodes.add(chance.below(nodes.size() + 1), node);
        }
        return nodes;
    }

    /** One link, or the links of all nodes one after another (a swizzle), hold their frames back for a while. */
    void clog(Chance chance) {
        if (chance.with(0.2)) {
            nemesis.note("swizzle", 0);
            shuffled(chance).forEach(node -> clogAllLinks(node, nemesis.aWhile(chance)));
        } else {
            int from = nemesis.anyNode(chance);
            nemesis.note("link clogged", from);
            network.clog(from, nemesis.anyNode(chance), nemesis.aWhile(chance));
        }
    }

    private void clogAllLinks(int node, long nanos) {
        for (int other = 1; other <= world.size(); other++) {
            network.clog(node, other, nanos);
            network.clog(other, node, nanos);
        }
    }
}
