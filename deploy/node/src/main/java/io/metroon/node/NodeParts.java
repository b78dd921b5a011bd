package io.metroon.node;

import io.metroon.cli.ProductVersion;
import io.metroon.consensus.ReadSettings;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.gateway.Gateway;
import io.metroon.gateway.GatewayConfig;
import io.metroon.namespace.Limits;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.mapdb.MapDbNamespaceStore;
import io.metroon.node.config.DirectoryLock;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeDirectory;
import io.metroon.replica.CoreFactory;
import io.metroon.replica.Replica;
import io.metroon.replica.ReplicaConfig;
import io.metroon.replica.ReplicaSettings;
import io.metroon.replica.disk.Disk;
import io.metroon.replica.disk.RealDisk;
import io.metroon.replica.log.Finding;
import io.metroon.replica.log.Meta;
import io.metroon.replica.log.MetaFile;
import io.metroon.replica.transport.TcpPeerNetwork;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a node is made of: put together by {@link #open}, set going by {@link #recover}, taken apart in the opposite
 * order by {@link #close}. These three block, and are called one after the other.
 */
final class NodeParts {
    private static final Logger LOG = LoggerFactory.getLogger(NodeParts.class);
    private static final long HOUSEKEEPING_MILLIS = 100;
    private static final int READER_THREADS = 2;
    private static final long SHUTDOWN_SECONDS = 10;

    private final Vertx vertx;
    private final NodeConfig config;
    private final DirectoryLock lock;
    private final Disk disk;
    private final MapDbNamespaceStore store;
    private final Namespace namespace;
    private final Readers readers;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NodeMetrics metrics = new NodeMetrics(registry);
    private final ReplicatedNamespace service;
    private final NodeClusterView view;
    private final NodeClusterControl control;
    private final TcpPeerNetwork network;
    private final RealSurroundings surroundings;
    private final NamespaceBackups backups;
    private final NodeContent content;
    private final Gateway gateway;
    private final AtomicBoolean failed = new AtomicBoolean();
    private @Nullable Replica<Answer> replica;
    private long housekeeping = -1;

    private NodeParts(Vertx vertx, NodeConfig config, NodeFailure onFailure, DirectoryLock lock) throws IOException {
        this.vertx = vertx;
        this.config = config;
        this.lock = lock;
        NodeDirectory directory = new NodeDirectory(config.data());
        disk = new RealDisk(directory.root());
        Meta meta = MetaFile.load(disk).meta();
        requireOwn(meta);
        EpochConfig started = readdressed(meta.current());
        network = new TcpPeerNetwork(vertx, meta.identity(), config.own().peer().toString(), started);
        MapDbNamespaceStore.Opened opened = MapDbNamespaceStore.open(directory.store());
        store = opened.store();
        LOG.info(
                "{}",
                opened.sealedAt()
                        .map(at -> "the store stands at slot " + at.revision())
                        .orElse("the store is empty or was not closed cleanly; it is built from snapshot and log"));
        namespace = new Namespace(store, Limits.DEFAULT);
        readers = new Readers(config.node(), READER_THREADS);
        service = new ReplicatedNamespace(namespace, readers, metrics);
        content = new NodeContent(vertx, config, meta.identity(), namespace);
        view = new NodeClusterView(
                config,
                meta.identity(),
                started,
                namespace,
                new PeerReports(vertx),
                content::compared,
                content::alarms,
                readers);
        control = new NodeClusterControl(vertx);
        surroundings = new RealSurroundings(config.node(), (reason, cause) -> {
            if (failed.compareAndSet(false, true)) {
                onFailure.onFailure(reason, cause);
            }
        });
        backups = new NamespaceBackups(vertx, content);
        gateway = new Gateway(
                vertx,
                new GatewayConfig(
                        ProductVersion.current(),
                        config.own().http().host(),
                        config.own().http().port(),
                        1,
                        GatewayConfig.Bounds.DEFAULT,
                        GatewayConfig.Origins.DEFAULT),
                service,
                content.forGateway(),
                view,
                control,
                backups,
                registry,
                content.facades());
    }

    /**
     * Puts a node together; nothing listens yet.
     *
     * @throws IOException when its directory is in use, not formatted, or another node's
     */
    static NodeParts open(Vertx vertx, NodeConfig config, NodeFailure onFailure) throws IOException {
        DirectoryLock lock = DirectoryLock.take(new NodeDirectory(config.data()).lock());
        try {
            return new NodeParts(vertx, config, onFailure, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    // Who the members are stands in the log, and not in the configuration, which says where they live.
    private void requireOwn(Meta meta) throws IOException {
        if (meta.identity().node() != config.node()) {
            throw new IOException(
                    config.data() + " belongs to node " + meta.identity().node() + ", not to node " + config.node());
        }
    }

    /** The epoch with the addresses of the configuration: who somebody is stands in the epoch, where he lives does not. */
    private EpochConfig readdressed(EpochConfig epoch) {
        List<Member> members = epoch.members().stream().map(this::readdressed).toList();
        return new EpochConfig(epoch.epoch(), epoch.engine(), members, epoch.phase1Quorum(), epoch.phase2Quorum());
    }

    private Member readdressed(Member member) {
        boolean configured = config.members().stream().anyMatch(known -> known.node() == member.node());
        return configured ? atConfigured(member) : member;
    }

    private Member atConfigured(Member member) {
        NodeConfig.Addresses now = config.member(member.node());
        return new Member(
                member.node(),
                member.store(),
                member.role(),
                member.priority(),
                now.peer().toString(),
                now.http().toString());
    }

    /** The gateway, to be started and stopped. */
    Gateway gateway() {
        return gateway;
    }

    /** The newest slot applied. */
    long revision() {
        return namespace.revision();
    }

    private static ReplicaSettings settings(NodeConfig config) {
        ReplicaSettings usual = ReplicaSettings.DEFAULT;
        return new ReplicaSettings(
                usual.consensus().withReads(reads(config.lease())),
                usual.log(),
                usual.pendingMax(),
                usual.snapshotIntervalSlots(),
                usual.snapshotIntervalBytes(),
                usual.retryTicks(),
                config.diskHeadroomBytes());
    }

    private static ReadSettings reads(NodeConfig.@Nullable Lease lease) {
        return lease == null
                ? ReadSettings.DEFAULT
                : ReadSettings.DEFAULT.withLease(
                        TimeUnit.MILLISECONDS.toNanos(lease.spanMillis()),
                        lease.clockRateBound(),
                        TimeUnit.MILLISECONDS.toNanos(lease.marginMillis()));
    }

    /** Reads snapshot and log, then takes part in the cluster and answers requests. */
    void recover() throws IOException {
        long seed = new SecureRandom().nextLong();
        Replica<Answer> opened = Replica.open(
                new ReplicaConfig(settings(config), seed),
                disk,
                metrics.counting(network),
                surroundings.surroundings(),
                service,
                metrics,
                CoreFactory.ENGINES);
        replica = opened;
        opened.findings().forEach(NodeParts::report);
        network.start().toCompletionStage().toCompletableFuture().join();
        metrics.watch(opened::status, surroundings, readers);
        service.serve(opened);
        view.serve(opened);
        control.serve(opened);
        backups.serve(opened);
        content.serve(opened, view, metrics);
        Housekeeping duty =
                new Housekeeping(namespace, opened, content, config.content().lingerMillis());
        housekeeping = vertx.setPeriodic(HOUSEKEEPING_MILLIS, id -> readers.execute(duty));
    }

    private static void report(Finding finding) {
        switch (finding.severity()) {
            case NOTE -> LOG.info("{}", finding);
            case WARNING -> LOG.warn("{}", finding);
            case FAULT -> LOG.error("{}", finding);
        }
    }

    /** Closes everything; cleanly, unless the node failed: then nothing more is written. The gateway is stopped before. */
    void close() throws Exception {
        vertx.cancelTimer(housekeeping);
        network.close().toCompletionStage().toCompletableFuture().join();
        if (replica != null) {
            replica.shutdown().get(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        }
        surroundings.close();
        content.close();
        readers.close();
        // What was found to be wrong is not to be found again: the next start builds it anew.
        if (failed.get() || replica == null || replica.isQuarantined()) {
            store.close();
        } else {
            namespace.close();
        }
        registry.close();
        lock.close();
    }
}
