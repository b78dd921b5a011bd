package io.metroon.replica;

import static org.awaitility.Awaitility.await;

import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.log.LogSettings;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.log.NodeIdentity;
import io.metroon.replica.log.WriteAheadLog;
import io.metroon.replica.transport.TcpPeerNetwork;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Replicas on real disks, joined by real sockets on loopback, in one process. */
final class LiveCluster implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final EpochConfig epoch;
    final ReplicaSettings settings;
    private final Path root;
    private final ClusterId cluster = new ClusterId(7, 7);
    private final Map<Integer, Live> nodes = new TreeMap<>();
    private final Map<Integer, String> addresses = new TreeMap<>();
    private final Map<Integer, FaultyDisk> disks = new TreeMap<>();
    private int incarnations;

    LiveCluster(Path root, int size, ReplicaSettings settings) throws IOException {
        this.root = root;
        this.settings = settings;
        List<Member> members = new ArrayList<>();
        for (int node = 1; node <= size; node++) {
            members.add(new Member(
                    node, new StoreId(9, node), Member.Role.VOTER, 0, "127.0.0.1:" + freePort(), "127.0.0.1:0"));
        }
        epoch = EpochConfig.ofMajorities(1, EpochConfig.Engine.PAXOS, members);
        for (Member member : members) {
            format(member, epoch);
        }
    }

    private void format(Member member, EpochConfig known) throws IOException {
        addresses.put(member.node(), member.peerAddress());
        disks.remove(member.node());
        RealDisk disk = new RealDisk(directory(member.node()));
        Meta meta = Meta.fresh(new NodeIdentity(cluster, member.node(), member.store()), known);
        WriteAheadLog.format(disk, "log", settings.log(), meta);
        MetaFile.format(disk, meta);
    }

    /** Makes and starts a node that is no member yet, with a new data directory; a member as which to add it. */
    Member newcomer(int node, EpochConfig known) throws IOException {
        incarnations++;
        Member member = new Member(
                node,
                new StoreId(10 + incarnations, node),
                Member.Role.JOINING,
                0,
                "127.0.0.1:" + freePort(),
                "127.0.0.1:0");
        format(member, known);
        start(node);
        return member;
    }

    static ReplicaSettings settings(long snapshotIntervalSlots) {
        ReplicaSettings defaults = ReplicaSettings.DEFAULT;
        return new ReplicaSettings(
                defaults.consensus(),
                LogSettings.ofSegments(1 << 20),
                defaults.pendingMax(),
                snapshotIntervalSlots,
                defaults.snapshotIntervalBytes(),
                defaults.retryTicks());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String address(int node) {
        return Objects.requireNonNull(addresses.get(node));
    }

    private Path directory(int node) throws IOException {
        Path directory = root.resolve("node-" + node + "-" + address(node).replace(':', '-'));
        Files.createDirectories(directory);
        return directory;
    }

    /** Flips a bit in every chunk of every snapshot of a node that is not running. */
    void damageSnapshots(int node) throws IOException {
        try (Stream<Path> files = Files.walk(directory(node).resolve("snapshots"))) {
            for (Path chunk :
                    files.filter(file -> file.toString().contains("chunk-")).toList()) {
                byte[] octets = Files.readAllBytes(chunk);
                octets[octets.length / 2] ^= 4;
                Files.write(chunk, octets);
            }
        }
    }

    /** Whether the first segment of a node's log is gone. */
    boolean isLogCut(int node) throws IOException {
        return !Files.exists(directory(node).resolve("log/0000000000000001.segment"));
    }

    /** The data directory of a node that is not running. */
    RealDisk disk(int node) throws IOException {
        return new RealDisk(directory(node));
    }

    /** The disk of a node, with what goes wrong on it. */
    FaultyDisk faults(int node) throws IOException {
        FaultyDisk known = disks.get(node);
        if (known == null) {
            known = new FaultyDisk(disk(node));
            disks.put(node, known);
        }
        return known;
    }

    /** A running node. */
    final class Live {
        final Ledger machine = new Ledger();
        final Replica<Long> replica;
        private final TcpPeerNetwork network;
        private final List<ExecutorService> lanes = new ArrayList<>();
        private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

        /** Why it stopped by itself; empty while it runs. */
        volatile String stopped = "";

        /** Why its state was found to be wrong, each time. */
        final List<String> quarantines = new CopyOnWriteArrayList<>();
        /** The slot up to which its state was built anew; 0 before. */
        final AtomicLong rebuilt = new AtomicLong();

        Live(int node) throws IOException {
            FaultyDisk disk = faults(node);
            Meta meta = MetaFile.load(disk).meta();
            network = new TcpPeerNetwork(vertx, meta.identity(), address(node), meta.current());
            Surroundings surroundings =
                    new Surroundings(lane(), lane(), lane(), lane(), new TickingClock(ticker), (reason, cause) -> {
                        stopped = reason + ": " + cause.getMessage();
                    });
            replica = Replica.open(
                    new ReplicaConfig(settings, System.nanoTime()),
                    disk,
                    network,
                    surroundings,
                    machine,
                    new Observer() {
                        @Override
                        public void onQuarantine(String reason) {
                            quarantines.add(reason);
                        }

                        @Override
                        public void onRebuilt(long slot) {
                            rebuilt.set(slot);
                        }
                    },
                    CoreFactory.ENGINES);
            network.start().toCompletionStage().toCompletableFuture().join();
        }

        private Lane lane() {
            ExecutorService lane = Executors.newSingleThreadExecutor();
            lanes.add(lane);
            return task -> {
                if (!lane.isShutdown()) {
                    lane.execute(task);
                }
            };
        }

        void stop() {
            replica.shutdown().join();
            network.close().toCompletionStage().toCompletableFuture().join();
            ticker.shutdown();
            lanes.forEach(ExecutorService::shutdown);
            // A snapshot may still be written, and older ones removed.
            await().until(() -> lanes.stream().allMatch(ExecutorService::isTerminated));
        }
    }

    private record TickingClock(ScheduledExecutorService ticker) implements Surroundings.Clock {
        @Override
        public long wallClockMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }

        @Override
        public AutoCloseable everyTick(Runnable task) {
            var ticking = ticker.scheduleAtFixedRate(task, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
            return () -> ticking.cancel(false);
        }
    }

    Live start(int node) {
        try {
            Live live = new Live(node);
            nodes.put(node, live);
            return live;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop(int node) {
        Live live = nodes.remove(node);
        if (live != null) {
            live.stop();
        }
    }

    Live node(int node) {
        Live live = nodes.get(node);
        if (live == null) {
            throw new IllegalStateException("node " + node + " is not running");
        }
        return live;
    }

    @Override
    public void close() {
        List.copyOf(nodes.keySet()).forEach(this::stop);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
