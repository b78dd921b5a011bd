package io.metroon.node.local;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.log.Meta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of a local cluster, held against the newest epoch that any of their directories knows: who belongs to a cluster
 * stands in its log, and not in {@code cluster.json}.
 *
 * @param epoch the newest known; empty when no directory tells
 * @param members those whose directory acts for a member, or can't be read
 * @param wiped members whose directory is empty or gone
 * @param strangers those that are no members, not yet or not any more
 */
record Roster(
        Optional<EpochConfig> epoch,
        List<ClusterFile.Node> members,
        List<ClusterFile.Node> wiped,
        List<ClusterFile.Node> strangers) {

    static Roster of(ClusterDirectory directory, ClusterFile cluster) throws IOException {
        List<Meta> metas = new ArrayList<>();
        for (ClusterFile.Node node : cluster.nodes()) {
            store(directory, node).meta().ifPresent(metas::add);
        }
        Optional<EpochConfig> epoch =
                metas.stream().map(Meta::current).max(Comparator.comparingLong(EpochConfig::epoch));
        Roster roster = new Roster(epoch, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ClusterFile.Node node : cluster.nodes()) {
            roster.list(node, store(directory, node)).add(node);
        }
        return roster;
    }

    private static NodeStore store(ClusterDirectory directory, ClusterFile.Node node) {
        return new NodeStore(NodeDirectory.of(directory.path(), node.id()));
    }

    private List<ClusterFile.Node> list(ClusterFile.Node node, NodeStore store) throws IOException {
        if (epoch.isEmpty()) {
            return members;
        }
        EpochConfig known = epoch.get();
        Optional<Meta> meta = store.meta();
        boolean isListed = meta.isPresent()
                ? known.lists(node.id(), meta.get().identity().store())
                : known.member(node.id()).isPresent();
        if (!isListed) {
            return strangers;
        }
        return store.isWiped() && node.running().isEmpty() ? wiped : members;
    }

    /**
     * Refuses to start what could decide nothing.
     *
     * @throws RefusedException when too few voters have their memory
     */
    void requireQuorum() throws RefusedException {
        if (epoch.isEmpty() || wiped.isEmpty()) {
            return;
        }
        EpochConfig known = epoch.get();
        long lost = wiped.stream().filter(node -> known.isVoter(node.id())).count();
        int needed = Math.max(known.phase1Quorum(), known.phase2Quorum());
        if (known.voterCount() - lost < needed) {
            throw RefusedException.refused(
                    "ENODATA",
                    numbers(wiped) + " lost all data, and with it the quorum is lost: " + needed + " of "
                            + known.voterCount() + " voters are needed. Put the directories back or, as the last"
                            + " resort, see what metroon members recover-quorum would give up");
        }
    }

    /** Says what happened to the wiped ones, and how each is readmitted; empty when there are none. */
    Optional<String> loss(ClusterDirectory directory) {
        return wiped.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        numbers(wiped) + " lost all data, and is left out: one that has forgotten its votes could vote"
                                + " against them. Readmit it under a new identity: metroon members replace "
                                + wiped.get(0).id() + " --data " + directory.display());
    }

    static String numbers(List<ClusterFile.Node> nodes) {
        List<Integer> numbers = nodes.stream().map(ClusterFile.Node::id).toList();
        return (numbers.size() == 1 ? "node " : "nodes ") + numbers.toString().replaceAll("[\\[\\]]", "");
    }
}
