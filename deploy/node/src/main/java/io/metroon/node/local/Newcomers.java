package io.metroon.node.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.metroon.client.ClusterChange;
import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.log.Meta;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Processes of nodes that come to a local cluster under a new identity, from their first directory to their first vote. */
final class Newcomers {
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);
    private static final Duration CATCH_UP_PATIENCE = Duration.ofMinutes(10);
    private static final Duration CONTENT_STALLS = Duration.ofMinutes(5);

    private final ClusterDirectory directory;
    private final LocalCluster processes;
    private final Consumer<String> progress;

    Newcomers(ClusterDirectory directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
        this.processes = new LocalCluster(directory, progress);
    }

    /**
     * Who came.
     *
     * @param node with its process
     * @param store its new identity
     */
    record Newcomer(ClusterFile.Node node, String store) {
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

    /** Makes an empty directory for a node that knows this epoch, starts its process, and waits until it answers. */
    Newcomer start(ClusterFile cluster, ClusterFile.Node node, EpochConfig known) throws IOException, RefusedException {
        NodeDirectory home = NodeDirectory.of(directory.path(), node.id());
        Meta meta = NodeStore.format(home, clusterId(cluster), node.id(), known)
                .meta()
                .orElseThrow();
        ClusterFile with = cluster.without(node.id()).plus(node);
        with.write(directory.path());
        ClusterFile.Node running = run(with, node);
        if (!Readiness.poll(START_PATIENCE, () -> NodeProbe.self(running.http()).isPresent(), () -> isAlive(running))) {
            processes.failed(running, null);
        }
        return new Newcomer(running, meta.identity().store().toString());
    }

    /** Starts the process of a node whose directory is there. */
    ClusterFile.Node run(ClusterFile cluster, ClusterFile.Node node) throws IOException, RefusedException {
        Process process = processes.start(cluster, node);
        ClusterFile.Node running = node.ranBy(processes.identify(node, process));
        cluster.with(running).write(directory.path());
        return running;
    }

    private ClusterId clusterId(ClusterFile cluster) throws IOException {
        for (ClusterFile.Node node : cluster.nodes()) {
            Optional<Meta> meta = new NodeStore(NodeDirectory.of(directory.path(), node.id())).meta();
            if (meta.isPresent()) {
                return meta.get().identity().cluster();
            }
        }
        throw new IOException("no directory of a node tells the identity of the cluster");
    }

    /** The cluster refused: the process goes, and with it the directory that nobody ever voted from. */
    void discard(Newcomer newcomer) throws IOException, RefusedException {
        stop(newcomer.node());
        new ClusterDirectory(
                        NodeDirectory.of(directory.path(), newcomer.node().id()).root())
                .delete();
    }

    /** Stops the process of a node, if it runs. */
    void stop(ClusterFile.Node node) throws RefusedException {
        if (node.running().isPresent()) {
            node.running().flatMap(ProcessIdentity::alive).ifPresent(ProcessHandle::destroy);
            progress.accept(LocalCluster.awaitStop(node));
        }
    }

    /** Waits until it is what it came for, and can answer a linearizable read; says now and then how far it is. */
    void awaitMember(Newcomer newcomer, ClusterChange.Role role) throws IOException, RefusedException {
        int number = newcomer.node().id();
        String goal = role == ClusterChange.Role.JOINING ? "voter" : role.name().toLowerCase(Locale.ROOT);
        Progress told = new Progress();
        boolean done = Readiness.poll(
                CATCH_UP_PATIENCE,
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

    /**
     * Waits until it holds the content of every file, as long as it gets more of it; says now and then how far it is.
     *
     * @return how many chunks it lacks still
     */
    long awaitContent(Newcomer newcomer) {
        ContentProgress seen = new ContentProgress(newcomer.node().id());
        Readiness.poll(
                Duration.ofDays(30),
                () -> NodeProbe.contentLacking(newcomer.node().http()).stream()
                                .peek(seen::tell)
                                .findFirst()
                                .orElse(1)
                        == 0,
                () -> isAlive(newcomer.node()) && seen.isMoving());
        return seen.lacking;
    }

    /** How many chunks are lacking, and since when no fewer. */
    private final class ContentProgress {
        private final int number;
        private long lacking = Long.MAX_VALUE;
        private long fewerNanos = System.nanoTime();

        ContentProgress(int number) {
            this.number = number;
        }

        void tell(long now) {
            if (now < lacking) {
                fewerNanos = System.nanoTime();
                if (now > 0) {
                    progress.accept("Node " + number + " lacks " + now + " chunks of content ...");
                }
            }
            lacking = now;
        }

        boolean isMoving() {
            return System.nanoTime() - fewerNanos < CONTENT_STALLS.toNanos();
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

    private static boolean isAlive(ClusterFile.Node node) {
        return node.running().isPresent();
    }
}
