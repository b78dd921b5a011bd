package io.metroon.node.local;

import io.metroon.client.ClusterChange;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonException;
import io.metroon.client.OutcomeUnknownException;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.node.config.NodeDirectory;
import io.metroon.node.local.Newcomers.Newcomer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Changes the members of a local cluster that runs: makes and starts the process of who comes, asks the cluster, waits
 * until it has settled, and stops the process of who leaves. When the cluster refuses, everything is as before.
 */
public final class LocalMembers {
    private static final int NUMBER_MAX = UpRequest.PEER_PORT_OFFSET - 1;
    private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(30);
    /** A node that has just started compares its content first. */
    private static final Duration CONTENT_PATIENCE = Duration.ofSeconds(30);

    private final ClusterDirectory directory;
    private final MetroonClient client;
    private final Consumer<String> progress;
    private final Newcomers newcomers;

    /**
     * The members of the cluster in a directory.
     *
     * @param client of that cluster
     * @param progress takes a line for a person who waits
     */
    public LocalMembers(ClusterDirectory directory, MetroonClient client, Consumer<String> progress) {
        this.directory = directory;
        this.client = client;
        this.progress = progress;
        this.newcomers = new Newcomers(directory, progress);
    }

    /**
     * Starts a new node and makes it a member; waits until it has caught up.
     *
     * @return its number
     * @throws RefusedException when it can't be started
     * @throws MetroonException when the cluster refuses, or doesn't answer
     */
    public int add(ClusterChange.Role role, int priority) throws IOException, RefusedException {
        Newcomer newcomer = directory.whileLocked(() -> {
            ClusterFile cluster = require();
            return newcomers.start(cluster, place(cluster, next(cluster)), known(cluster));
        });
        int number = newcomer.node().id();
        try {
            ask(new ClusterChange.Add(newcomer.as(role, priority)));
        } catch (MetroonException e) {
            if (!(e instanceof OutcomeUnknownException)) {
                directory.whileLocked(() -> undo(newcomer));
            }
            throw e;
        }
        newcomers.awaitMember(newcomer, role);
        return number;
    }

    /**
     * Gives a member a new data directory and a new identity, and waits until it has caught up and holds the content of
     * every file.
     *
     * @param giveUpContent whether to go on when no other voter is known to hold the content of every file
     * @throws RefusedException when there is no such member, the others could not go on without it, or it can't be started
     * @throws MetroonException when the cluster refuses, or doesn't answer
     */
    public void replace(int number, boolean giveUpContent) throws IOException, RefusedException {
        Member before = directory.whileLocked(() -> member(number));
        requireContentElsewhere(number, giveUpContent);
        ClusterChange.Role role =
                before.role() == Member.Role.LEARNER ? ClusterChange.Role.LEARNER : ClusterChange.Role.JOINING;
        letAnotherLead(number);
        Newcomer newcomer = directory.whileLocked(() -> {
            ClusterFile cluster = require();
            ClusterFile.Node node = node(cluster, number);
            EpochConfig known = known(cluster);
            newcomers.stop(node);
            setAside(number);
            return newcomers.start(cluster, node, known);
        });
        try {
            ask(new ClusterChange.Replace(number, newcomer.as(role, before.priority())));
        } catch (MetroonException e) {
            if (!(e instanceof OutcomeUnknownException)) {
                directory.whileLocked(() -> putBack(newcomer));
            }
            throw e;
        }
        newcomers.awaitMember(newcomer, role);
        // What is aside may have the only copy of a chunk.
        long lacking = newcomers.awaitContent(newcomer);
        if (lacking > 0) {
            progress.accept("Node " + number + " votes, and lacks " + lacking + " chunks of content still; "
                    + aside(number) + " is kept");
        } else if (Files.exists(aside(number))) {
            new ClusterDirectory(aside(number)).delete();
        }
    }

    /**
     * Takes a member out, waits until nobody needs what it has, and stops its process. Its data stays where it is.
     *
     * @param giveUpContent as for {@link #replace}
     * @throws RefusedException when its process can't be stopped
     * @throws MetroonException when the cluster refuses, or doesn't answer
     */
    public void remove(int number, boolean giveUpContent) throws IOException, RefusedException {
        if (isMember(number)) {
            requireContentElsewhere(number, giveUpContent);
            ask(new ClusterChange.Remove(number));
        }
        Optional<ClusterFile.Node> here = directory.whileLocked(this::require).node(number);
        if (here.isPresent()) {
            awaitRelease(here.get());
            directory.whileLocked(() -> {
                ClusterFile cluster = require();
                newcomers.stop(cluster.node(number).orElse(here.get()));
                cluster.without(number).write(directory.path());
                return cluster;
            });
        }
    }

    private void ask(ClusterChange change) {
        progress.accept(client.blocking().change(change).detail());
    }

    private ClusterFile require() throws IOException, RefusedException {
        return directory
                .read()
                .orElseThrow(() ->
                        RefusedException.usage("no cluster in " + directory.display() + "; metroon up makes one"));
    }

    // ---- who comes ----

    private int next(ClusterFile cluster) throws IOException, RefusedException {
        int highest =
                cluster.nodes().stream().mapToInt(ClusterFile.Node::id).max().orElse(0);
        for (Member member : known(cluster).members()) {
            highest = Math.max(highest, member.node());
        }
        // A number is never used again: the directory of whoever had it may come back.
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(directory.path(), "node-*")) {
            for (Path home : homes) {
                String digits = String.valueOf(home.getFileName()).replaceAll("\\D", "");
                highest = Math.max(highest, digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits));
            }
        }
        if (highest >= NUMBER_MAX) {
            throw RefusedException.refused("ENOSPC", "numbers of nodes go up to " + NUMBER_MAX + " on one machine");
        }
        return highest + 1;
    }

    private EpochConfig known(ClusterFile cluster) throws IOException, RefusedException {
        return Roster.of(directory, cluster)
                .epoch()
                .orElseThrow(() -> RefusedException.refused(
                        "ENODATA", "no directory of a node in " + directory.display() + " tells who the members are"));
    }

    private static ClusterFile.Node node(ClusterFile cluster, int number) throws RefusedException {
        Optional<ClusterFile.Node> node = cluster.node(number);
        return node.isPresent() ? node.get() : place(cluster, number);
    }

    private static ClusterFile.Node place(ClusterFile cluster, int number) throws RefusedException {
        if (!cluster.isRunning()) {
            throw RefusedException.unavailable("no node is running; metroon up starts them");
        }
        int base = cluster.basePort();
        ClusterFile.Node node =
                new ClusterFile.Node(number, UpRequest.http(base, number), UpRequest.peer(base, number), null, null);
        LocalCluster.requireFreePorts(node);
        return node;
    }

    private ClusterFile undo(Newcomer newcomer) throws IOException, RefusedException {
        int number = newcomer.node().id();
        newcomers.discard(newcomer);
        ClusterFile rest = require().without(number);
        rest.write(directory.path());
        return rest;
    }

    // ---- who leaves, or comes back ----

    private Member member(int number) throws IOException, RefusedException {
        ClusterFile cluster = require();
        EpochConfig epoch = known(cluster);
        Member member = epoch.member(number)
                .orElseThrow(() -> RefusedException.refused(
                        "ENOENT", "node " + number + " is no member of epoch " + epoch.epoch()));
        if (member.isVoter()) {
            requireOthers(cluster, epoch, number);
        }
        return member;
    }

    /** Looks before a process is stopped; the leader looks again. */
    private static void requireOthers(ClusterFile cluster, EpochConfig epoch, int leaving) throws RefusedException {
        EpochConfig without;
        try {
            without = new MembershipChange.Remove(leaving).applyTo(epoch);
        } catch (IllegalArgumentException e) {
            throw RefusedException.refused("EBUSY", "node " + leaving + " is the only voter: add another first");
        }
        long able = cluster.nodes().stream()
                .filter(node -> without.isVoter(node.id()) && NodeProbe.isReady(node.http()))
                .count();
        int needed = Math.max(without.phase1Quorum(), without.phase2Quorum());
        if (able < needed) {
            throw RefusedException.refused(
                    "EBUSY",
                    "without node " + leaving + ", " + needed + " of the other voters are needed and " + able
                            + " are ready: repair them first, or add a node");
        }
    }

    /** Chunks of content may be on a majority only, so the one that leaves may be one of the two that have them. */
    private void requireContentElsewhere(int leaving, boolean giveUpContent) throws IOException, RefusedException {
        ClusterFile cluster = directory.whileLocked(this::require);
        EpochConfig epoch = known(cluster);
        List<ClusterFile.Node> others = cluster.nodes().stream()
                .filter(node -> node.id() != leaving && epoch.isVoter(node.id()))
                .toList();
        if (others.isEmpty() || giveUpContent) {
            return;
        }
        boolean held = Readiness.poll(
                CONTENT_PATIENCE,
                () -> others.stream()
                        .anyMatch(node -> NodeProbe.contentLacking(node.http()).orElse(1) == 0),
                () -> others.stream().anyMatch(node -> NodeProbe.isReady(node.http())));
        if (!held) {
            throw RefusedException.refused(
                    "EBUSY",
                    "without node " + leaving + " no voter is known to hold the content of every file: wait until"
                            + " contentLacking of another one is 0 in /v1/cluster, or give up what only node " + leaving
                            + " may have with --give-up-content");
        }
    }

    private boolean isMember(int number) {
        return client.blocking().cluster().nodes().stream()
                .anyMatch(node -> node.id().equals(Integer.toString(number)));
    }

    private void letAnotherLead(int number) {
        var cluster = client.blocking().cluster();
        if (cluster.leader().filter(Integer.toString(number)::equals).isEmpty()) {
            return;
        }
        cluster.nodes().stream()
                .filter(node -> node.ready() && node.membership().role().equals("voter"))
                .filter(node -> !node.id().equals(Integer.toString(number)))
                .findFirst()
                .ifPresent(node -> ask(new ClusterChange.TransferLeader(Integer.parseInt(node.id()))));
    }

    private Path aside(int number) {
        return directory.path().resolve("node-" + number + ".old");
    }

    private void setAside(int number) throws IOException {
        Path home = NodeDirectory.of(directory.path(), number).root();
        if (!Files.exists(home)) {
            return;
        }
        if (Files.exists(aside(number))) {
            // What is aside was a member; what is here came in an attempt to replace it, and was never admitted.
            new ClusterDirectory(home).delete();
        } else {
            Files.move(home, aside(number));
        }
    }

    /** Nothing happened: the member is who it was. */
    private ClusterFile putBack(Newcomer newcomer) throws IOException, RefusedException {
        int number = newcomer.node().id();
        newcomers.discard(newcomer);
        NodeDirectory home = NodeDirectory.of(directory.path(), number);
        ClusterFile cluster = require();
        if (Files.exists(aside(number))) {
            Files.move(aside(number), home.root());
            if (!new NodeStore(home).isWiped()) {
                newcomers.run(cluster, newcomer.node());
            }
        }
        return cluster;
    }

    private void awaitRelease(ClusterFile.Node node) {
        boolean released = Readiness.poll(
                RELEASE_PATIENCE,
                () -> NodeProbe.self(node.http())
                        .filter(self -> self.path("member").asText().equals("released"))
                        .isPresent(),
                () -> node.running().isPresent());
        if (!released && node.running().isPresent()) {
            progress.accept("Node " + node.id() + " did not hear in " + RELEASE_PATIENCE.toSeconds()
                    + " s that it is not needed any more; it is stopped all the same, and its data kept");
        }
    }
}
