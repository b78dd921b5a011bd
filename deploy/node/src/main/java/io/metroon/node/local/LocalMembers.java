package io.metroon.node.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.metroon.client.ClusterChange;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonException;
import io.metroon.client.OutcomeUnknownException;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.log.Meta;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Changes the members of a local cluster that runs: makes and starts the process of who comes, asks the cluster, waits
 * until it has settled, and stops the process of who leaves. When the cluster refuses, everything is as before.
 */
public final class LocalMembers {
    private static final int NUMBER_MAX = UpRequest.PEER_PORT_OFFSET - 1;
    private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);

    private final ClusterDirectory directory;
    private final MetroonClient client;
    private final Consumer<String> progress;
    private final LocalCluster processes;

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
        this.processes = new LocalCluster(directory, progress);
    }

    /** A process that was started for a node under a new identity. */
    private record Newcomer(ClusterFile.Node node, String store) {
        ClusterChange.Newcomer as(ClusterChange.Role role, int priority) {
            return new ClusterChange.Newcomer(
                    node.id(),
                    store,
                    role,
                    priority,
                    node.peer().toString(),
                    node.http().toString());
        }
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
            return start(cluster, place(cluster, next(cluster)));
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
        awaitMember(newcomer, role);
        return number;
    }

    /**
     * Gives a member a new data directory and a new identity, and waits until it has caught up.
     *
     * @throws RefusedException when there is no such node here, the others could not go on without it, or it can't be started
     * @throws MetroonException when the cluster refuses, or doesn't answer
     */
    public void replace(int number) throws IOException, RefusedException {
        Member before = directory.whileLocked(() -> member(number));
        ClusterChange.Role role =
                before.role() == Member.Role.LEARNER ? ClusterChange.Role.LEARNER : ClusterChange.Role.JOINING;
        letAnotherLead(number);
        Newcomer newcomer = directory.whileLocked(() -> {
            ClusterFile cluster = require();
            ClusterFile.Node node = cluster.node(number).orElseThrow();
            stop(node);
            setAside(number);
            return start(cluster, node);
        });
        try {
            ask(new ClusterChange.Replace(number, newcomer.as(role, before.priority())));
        } catch (MetroonException e) {
            if (!(e instanceof OutcomeUnknownException)) {
                directory.whileLocked(() -> putBack(newcomer));
            }
            throw e;
        }
        awaitMember(newcomer, role);
        if (Files.exists(aside(number))) {
            new ClusterDirectory(aside(number)).delete();
        }
    }

    /**
     * Takes a member out, waits until nobody needs what it has, and stops its process. Its data stays where it is.
     *
     * @throws RefusedException when its process can't be stopped
     * @throws MetroonException when the cluster refuses, or doesn't answer
     */
    public void remove(int number) throws IOException, RefusedException {
        if (isMember(number)) {
            ask(new ClusterChange.Remove(number));
        }
        Optional<ClusterFile.Node> here = directory.whileLocked(this::require).node(number);
        if (here.isPresent()) {
            awaitRelease(here.get());
            directory.whileLocked(() -> {
                ClusterFile cluster = require();
                stop(cluster.node(number).orElse(here.get()));
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
                String digits = home.getFileName().toString().replaceAll("\\D", "");
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

    private static ClusterFile.Node place(ClusterFile cluster, int number) throws RefusedException {
        int base = cluster.runningBasePort()
                .orElseThrow(() -> RefusedException.unavailable("no node is running; metroon up starts them"));
        ClusterFile.Node node =
                new ClusterFile.Node(number, UpRequest.http(base, number), UpRequest.peer(base, number), null, null);
        LocalCluster.requireFreePorts(node);
        return node;
    }

    private Newcomer start(ClusterFile cluster, ClusterFile.Node node) throws IOException, RefusedException {
        EpochConfig known = known(cluster);
        NodeDirectory home = NodeDirectory.of(directory.path(), node.id());
        Meta meta = NodeStore.format(home, clusterId(cluster), node.id(), known)
                .meta()
                .orElseThrow();
        ClusterFile with = cluster.without(node.id()).plus(node);
        with.write(directory.path());
        Process process = processes.start(with, node);
        ClusterFile.Node running = node.ranBy(processes.identify(node, process));
        with.with(running).write(directory.path());
        if (!Readiness.poll(START_PATIENCE, () -> NodeProbe.self(running.http()).isPresent(), () -> isAlive(running))) {
            processes.failed(running, process);
        }
        return new Newcomer(running, meta.identity().store().toString());
    }

    private io.metroon.consensus.epoch.ClusterId clusterId(ClusterFile cluster) throws IOException {
        for (ClusterFile.Node node : cluster.nodes()) {
            Optional<Meta> meta = new NodeStore(NodeDirectory.of(directory.path(), node.id())).meta();
            if (meta.isPresent()) {
                return meta.get().identity().cluster();
            }
        }
        throw new IOException("no directory of a node tells the identity of the cluster");
    }

    /** Nothing happened: the process goes, and with it the directory that nobody ever voted from. */
    private ClusterFile undo(Newcomer newcomer) throws IOException, RefusedException {
        int number = newcomer.node().id();
        stop(newcomer.node());
        new ClusterDirectory(NodeDirectory.of(directory.path(), number).root()).delete();
        ClusterFile rest = require().without(number);
        rest.write(directory.path());
        return rest;
    }

    private void awaitMember(Newcomer newcomer, ClusterChange.Role role) throws IOException, RefusedException {
        int number = newcomer.node().id();
        String goal = role == ClusterChange.Role.JOINING ? "voter" : role.name().toLowerCase(java.util.Locale.ROOT);
        Progress told = new Progress();
        boolean done = Readiness.poll(
                Duration.ofMinutes(10),
                () -> {
                    Optional<JsonNode> line = NodeProbe.self(newcomer.node().http());
                    line.ifPresent(node -> told.tell(number, node));
                    return line.filter(node -> node.path("member").asText().equals(goal))
                            .filter(node -> node.path("ready").asBoolean())
                            .isPresent();
                },
                () -> isAlive(newcomer.node()));
        if (!done) {
            processes.failed(newcomer.node(), null);
        }
    }

    /** A line every two seconds. */
    private final class Progress {
        private long nextNanos = System.nanoTime() + Duration.ofSeconds(2).toNanos();

        void tell(int number, JsonNode node) {
            if (System.nanoTime() - nextNanos > 0) {
                nextNanos = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                progress.accept("Node " + number + " is " + node.path("member").asText() + ", at revision "
                        + node.path("applied").asText("?") + ", "
                        + node.path("lag").asText("?") + " behind ...");
            }
        }
    }

    // ---- who leaves, or comes back ----

    private Member member(int number) throws IOException, RefusedException {
        ClusterFile cluster = require();
        EpochConfig epoch = known(cluster);
        ClusterFile.Node node = cluster.node(number)
                .orElseThrow(() -> RefusedException.refused(
                        "ENOENT", "there is no node " + number + " in " + directory.display()));
        Member member = epoch.member(number)
                .orElseThrow(() -> RefusedException.refused(
                        "ENOENT", "node " + number + " is no member of epoch " + epoch.epoch()));
        if (member.isVoter()) {
            requireOthers(cluster, epoch, node);
        }
        return member;
    }

    /** Looks before a process is stopped; the leader looks again. */
    private static void requireOthers(ClusterFile cluster, EpochConfig epoch, ClusterFile.Node leaving)
            throws RefusedException {
        EpochConfig without;
        try {
            without = new MembershipChange.Remove(leaving.id()).applyTo(epoch);
        } catch (IllegalArgumentException e) {
            throw RefusedException.refused("EBUSY", "node " + leaving.id() + " is the only voter: add another first");
        }
        long able = cluster.nodes().stream()
                .filter(node -> without.isVoter(node.id()) && NodeProbe.isReady(node.http()))
                .count();
        int needed = Math.max(without.phase1Quorum(), without.phase2Quorum());
        if (able < needed) {
            throw RefusedException.refused(
                    "EBUSY",
                    "without node " + leaving.id() + ", " + needed + " of the other voters are needed and " + able
                            + " are ready: repair them first, or add a node");
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

    private void stop(ClusterFile.Node node) throws RefusedException {
        if (node.running().isPresent()) {
            node.running().flatMap(ProcessIdentity::alive).ifPresent(ProcessHandle::destroy);
            progress.accept(LocalCluster.awaitStop(node));
        }
    }

    private Path aside(int number) {
        return directory.path().resolve("node-" + number + ".old");
    }

    private void setAside(int number) throws IOException {
        Path home = NodeDirectory.of(directory.path(), number).root();
        if (Files.exists(aside(number))) {
            new ClusterDirectory(aside(number)).delete();
        }
        if (Files.exists(home)) {
            Files.move(home, aside(number));
        }
    }

    /** Nothing happened: the member is who it was. */
    private ClusterFile putBack(Newcomer newcomer) throws IOException, RefusedException {
        int number = newcomer.node().id();
        stop(newcomer.node());
        Path home = NodeDirectory.of(directory.path(), number).root();
        new ClusterDirectory(home).delete();
        ClusterFile cluster = require();
        if (Files.exists(aside(number))) {
            Files.move(aside(number), home);
            if (!new NodeStore(NodeDirectory.of(directory.path(), number)).isWiped()) {
                Process process = processes.start(cluster, newcomer.node());
                cluster = cluster.with(newcomer.node().ranBy(processes.identify(newcomer.node(), process)));
                cluster.write(directory.path());
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
                () -> isAlive(node));
        if (!released && isAlive(node)) {
            progress.accept("Node " + node.id() + " did not hear in " + RELEASE_PATIENCE.toSeconds()
                    + " s that it is not needed any more; it is stopped all the same, and its data kept");
        }
    }

    private static boolean isAlive(ClusterFile.Node node) {
        return node.running().isPresent();
    }
}
