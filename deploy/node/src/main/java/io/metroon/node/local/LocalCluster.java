package io.metroon.node.local;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.node.config.Address;
import io.metroon.node.config.ConfigException;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeConfigFile;
import io.metroon.node.config.NodeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster on this machine, one process a node. Each operation holds the directory's lock; it stops only processes that it
 * started itself, recognised by pid and start time.
 */
public final class LocalCluster {
    /** How long {@code up} waits for all nodes: a large store that was not closed cleanly is rebuilt meanwhile. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(10);

    /** How long a node may take to close cleanly before it is killed, which it survives like a power cut. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final ClusterDirectory directory;
    private final Consumer<String> progress;
    private final PeerRoutes routes;

    /**
     * The cluster in a directory, which need not exist.
     *
     * @param progress takes a line for a person who waits
     */
    public LocalCluster(ClusterDirectory directory, Consumer<String> progress) {
        this(directory, progress, PeerRoutes.DIRECT);
    }

    /** The same; nodes that it starts find each other through these routes. */
    public LocalCluster(ClusterDirectory directory, Consumer<String> progress, PeerRoutes routes) {
        this.directory = directory;
        this.progress = progress;
        this.routes = routes;
    }

    /**
     * Starts what isn't running, founding the cluster first if the directory is vacant, and waits until every node is ready.
     *
     * @throws RefusedException when something stands in the way
     */
    public Running up(UpRequest request) throws IOException, RefusedException {
        request.checked();
        directory.read();
        boolean existed = Files.exists(directory.path());
        try {
            return directory.whileLocked(() -> start(prepare(request)));
        } catch (RefusedException e) {
            leaveNothing(existed);
            throw e;
        }
    }

    private Running start(ClusterFile prepared) throws IOException, RefusedException {
        Roster roster = Roster.of(directory, prepared);
        roster.requireQuorum();
        ClusterFile cluster = startAll(prepared, roster.members());
        // Behind the start the log has been read, and with it the last epoch: whoever joined in it is started now.
        Roster now = Roster.of(directory, cluster);
        cluster = startAll(cluster, now.members());
        return describe(withoutStrangers(cluster, now), now);
    }

    private ClusterFile startAll(ClusterFile prepared, List<ClusterFile.Node> members)
            throws IOException, RefusedException {
        ClusterFile cluster = prepared;
        Map<Integer, Process> started = new TreeMap<>();
        List<ClusterFile.Node> awaited = new ArrayList<>();
        for (ClusterFile.Node node : members) {
            ClusterFile.Node running = node;
            if (node.running().isEmpty()) {
                Process process = start(cluster, node);
                started.put(node.id(), process);
                running = node.ranBy(identify(node, process));
                cluster = cluster.with(running);
                cluster.write(directory.path());
            }
            awaited.add(running);
        }
        awaitReady(awaited, started);
        return cluster;
    }

    /** Who is no member is not started; what runs stays in the file, so that {@code down} stops it. */
    private ClusterFile withoutStrangers(ClusterFile cluster, Roster roster) throws IOException {
        ClusterFile rest = cluster;
        for (ClusterFile.Node node : roster.strangers()) {
            if (roster.epoch().flatMap(epoch -> epoch.member(node.id())).isPresent()) {
                progress.accept("Node " + node.id() + " has a directory that was never admitted, and was not started:"
                        + " metroon members replace " + node.id() + " finishes it");
            } else if (node.running().isPresent()) {
                progress.accept("Node " + node.id() + " runs, but is no member: metroon members remove " + node.id()
                        + " stops it");
            } else {
                progress.accept("Node " + node.id() + " is no member and was not started; "
                        + NodeDirectory.of(directory.path(), node.id()).root() + " may be deleted");
                rest = rest.without(node.id());
            }
        }
        rest.write(directory.path());
        return rest;
    }

    // Refused before anything was founded: the directory, made only for its lock, goes again.
    private void leaveNothing(boolean existed) throws IOException {
        if (!existed && directory.isVacant()) {
            directory.delete();
        }
    }

    private ClusterFile prepare(UpRequest request) throws IOException, RefusedException {
        Optional<ClusterFile> found = directory.read();
        ClusterFile planned = found.isPresent() ? agree(found.get(), request) : ClusterFile.plan(request);
        for (ClusterFile.Node node : planned.nodes()) {
            requireFreePorts(node);
        }
        ClusterFile cluster = planned.complete() ? planned : found(planned);
        cluster.write(directory.path());
        return cluster;
    }

    /** The directory's cluster, with the ports that this start uses: the requested ones, else those that it had. */
    private ClusterFile agree(ClusterFile cluster, UpRequest request) throws IOException, RefusedException {
        Roster roster = Roster.of(directory, cluster);
        int members = cluster.nodes().size() - roster.strangers().size();
        if (request.nodes() != null && request.nodes() != members) {
            throw RefusedException.usage("--nodes " + request.nodes() + " was asked for, but " + directory.display()
                    + " has " + members + "; leave it out, or choose another --data");
        }
        String engine = engine(cluster, roster);
        if (request.engine() != null && !request.engine().equals(engine)) {
            throw RefusedException.usage("--engine " + request.engine() + " was asked for, but " + directory.display()
                    + " has " + engine + "; leave it out, or choose another --data");
        }
        int basePort = request.httpPort() == null ? cluster.basePort() : request.httpPort();
        if (basePort != cluster.basePort() && cluster.isRunning()) {
            throw RefusedException.usage("--http-port " + basePort + " was asked for, but nodes of "
                    + directory.display() + " run on ports from " + cluster.basePort() + "; stop them first");
        }
        ClusterFile moved = cluster;
        for (ClusterFile.Node node : cluster.nodes()) {
            moved = moved.with(node.at(UpRequest.http(basePort, node.id()), UpRequest.peer(basePort, node.id())));
        }
        return moved;
    }

    /** The engine of the epoch in force, not the one that the cluster was founded with. */
    private static String engine(ClusterFile cluster, Roster roster) {
        return roster.epoch()
                .map(epoch -> epoch.engine().name().toLowerCase(Locale.ROOT))
                .orElse(cluster.engine());
    }

    static void requireFreePorts(ClusterFile.Node node) throws RefusedException {
        if (node.running().isPresent()) {
            return;
        }
        for (Address address : List.of(node.http(), node.peer())) {
            if (!PortOwner.isFree(address.port())) {
                throw RefusedException.refused(
                        "EADDRINUSE",
                        "port " + address.port() + ", which node " + node.id() + " needs, is taken by "
                                + PortOwner.describe(address.port()) + "; choose other ports with --http-port");
            }
        }
    }

    private ClusterFile found(ClusterFile planned) throws IOException {
        EpochConfig.Engine engine = UpRequest.ENGINES.get(planned.engine());
        if (engine == null) {
            throw new IOException(
                    "cluster.json names the engine " + planned.engine() + ", which is not in this release");
        }
        Founding founding = new Founding(planned.addresses(), engine);
        ClusterFile incomplete = planned.identified(founding.cluster().toString());
        incomplete.write(directory.path());
        for (ClusterFile.Node node : incomplete.nodes()) {
            NodeDirectory home = NodeDirectory.of(directory.path(), node.id());
            if (Files.exists(home.root())) {
                // Left by a founding that was cut short: no node ever ran there.
                new ClusterDirectory(home.root()).delete();
            }
            Files.createDirectories(home.root());
            founding.format(node.id(), home.root());
        }
        return incomplete.completed();
    }

    Process start(ClusterFile cluster, ClusterFile.Node node) throws IOException {
        NodeDirectory home = NodeDirectory.of(directory.path(), node.id());
        configure(home, node.id(), routes.seenBy(node.id(), cluster.addresses()));
        return NodeProcess.start(home);
    }

    /** Says where the members are, and keeps every other setting that somebody wrote there. */
    private static void configure(NodeDirectory home, int node, List<NodeConfig.Addresses> members) throws IOException {
        NodeConfig fresh = new NodeConfig(node, home.root(), members);
        if (!Files.exists(home.config())) {
            NodeConfigFile.write(home.config(), fresh);
            return;
        }
        NodeConfig kept = existing(home);
        NodeConfig wanted = fresh.withSettingsOf(kept);
        if (!wanted.equals(kept)) {
            NodeConfigFile.write(home.config(), wanted);
        }
    }

    private static NodeConfig existing(NodeDirectory home) throws IOException {
        try {
            return NodeConfigFile.read(home.config());
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    ProcessIdentity identify(ClusterFile.Node node, Process process) throws IOException, RefusedException {
        Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
        return identity.isPresent() ? identity.get() : failed(node, process);
    }

    private void awaitReady(List<ClusterFile.Node> nodes, Map<Integer, Process> started)
            throws IOException, RefusedException {
        Readiness readiness = new Readiness(START_PATIENCE, progress);
        for (ClusterFile.Node node : nodes) {
            Optional<ProcessIdentity> process = node.running();
            if (process.isEmpty()
                    || !readiness.await(
                            node, process.get(), () -> anyEnded(nodes).isEmpty())) {
                ClusterFile.Node ended = anyEnded(nodes).orElse(node);
                failed(ended, started.get(ended.id()));
            }
        }
    }

    private static Optional<ClusterFile.Node> anyEnded(List<ClusterFile.Node> nodes) {
        return nodes.stream().filter(node -> node.running().isEmpty()).findFirst();
    }

    ProcessIdentity failed(ClusterFile.Node node, @Nullable Process process) throws IOException, RefusedException {
        NodeDirectory home = NodeDirectory.of(directory.path(), node.id());
        String how = node.running().isPresent()
                ? "did not become ready in " + START_PATIENCE.toMinutes() + " minutes"
                // The system knows of the end a moment before the parent has been told.
                : process == null
                        ? "ended"
                        : "ended at its start with exit code "
                                + process.onExit().join().exitValue();
        List<String> tail = new LogTail(home.nodeLog()).last(20);
        throw RefusedException.unavailable("node " + node.id() + " " + how + "; the end of " + home.nodeLog() + ":\n  "
                + String.join("\n  ", tail));
    }

    private Running describe(ClusterFile cluster, Roster roster) {
        OptionalInt leader = cluster.nodes().stream()
                .map(node -> NodeProbe.leader(node.http()))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
        List<Running.Node> nodes = cluster.nodes().stream()
                .filter(node -> node.running().isPresent())
                .map(node -> new Running.Node(
                        node.id(),
                        node.http(),
                        leader.isPresent() && leader.getAsInt() == node.id(),
                        node.running().map(ProcessIdentity::pid).orElse(0L)))
                .toList();
        return new Running(directory, engine(cluster, roster), nodes, roster.loss(directory));
    }

    /**
     * The directory of each node, by number; none when nothing was founded here.
     *
     * @throws RefusedException when the directory is not a cluster's
     */
    public Map<Integer, NodeDirectory> nodeDirectories() throws IOException, RefusedException {
        Map<Integer, NodeDirectory> directories = new TreeMap<>();
        directory
                .read()
                .ifPresent(cluster -> cluster.nodes()
                        .forEach(node -> directories.put(node.id(), NodeDirectory.of(directory.path(), node.id()))));
        return directories;
    }

    /**
     * Stops the nodes that run and waits for their processes.
     *
     * @param purge whether the directory is deleted then
     * @return what was done, a line each
     * @throws RefusedException when the directory is not a cluster's
     */
    public List<String> down(boolean purge) throws IOException, RefusedException {
        Optional<ClusterFile> before = directory.read();
        if (before.isEmpty()) {
            return List.of("Nothing is running in " + directory.display());
        }
        return directory.whileLocked(() -> {
            List<String> done = new ArrayList<>();
            stopAll(directory.read().orElse(before.get()), done);
            if (purge) {
                directory.delete();
                done.add("Deleted " + directory.display());
            }
            return done;
        });
    }

    private void stopAll(ClusterFile cluster, List<String> done) throws RefusedException {
        List<ClusterFile.Node> running = cluster.nodes().stream()
                .filter(node -> node.running().isPresent())
                .toList();
        running.forEach(node -> node.running().flatMap(ProcessIdentity::alive).ifPresent(ProcessHandle::destroy));
        for (ClusterFile.Node node : running) {
            done.add(awaitStop(node));
        }
        if (running.isEmpty()) {
            done.add("Nothing is running in " + directory.display());
        }
    }

    static String awaitStop(ClusterFile.Node node) throws RefusedException {
        Optional<ProcessIdentity> process = node.running();
        String name = "node " + node.id() + " (" + node.http() + ")";
        if (process.isEmpty() || process.get().awaitEnd(STOP_PATIENCE)) {
            return "Stopped " + name;
        }
        process.get().alive().ifPresent(ProcessHandle::destroyForcibly);
        if (!process.get().awaitEnd(STOP_PATIENCE)) {
            throw RefusedException.unavailable(
                    name + " can't be stopped: process " + process.get().pid() + " ignores even SIGKILL");
        }
        return "Killed " + name + ", which did not stop in " + STOP_PATIENCE.toSeconds()
                + " s; it recovers at its next start";
    }
}
