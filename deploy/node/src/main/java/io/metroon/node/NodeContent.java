package io.metroon.node;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.content.ContentStore;
import io.metroon.content.ContentStoreProvider;
import io.metroon.gateway.ClusterView;
import io.metroon.gateway.ContentConfig;
import io.metroon.gateway.Facade;
import io.metroon.namespace.Chunk;
import io.metroon.namespace.Namespace;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.node.config.Address;
import io.metroon.node.config.ContentSettings;
import io.metroon.node.config.NodeConfig;
import io.metroon.node.config.NodeDirectory;
import io.metroon.node.content.EmbeddedContentStore;
import io.metroon.node.content.Members;
import io.metroon.replica.Replica;
import io.metroon.replica.log.NodeIdentity;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The content store of a node, with what it has to know of the cluster and of the namespace. */
final class NodeContent implements ContentKeeper.Standing {
    private final NodeConfig config;
    private final NodeIdentity identity;
    private final Namespace namespace;
    private final ContentStore store;
    private final List<Facade> facades;
    private volatile @Nullable Replica<Answer> replica;
    private final AtomicInteger holds = new AtomicInteger();
    private volatile @Nullable ContentKeeper keeper;

    NodeContent(Vertx vertx, NodeConfig config, NodeIdentity identity, Namespace namespace) throws IOException {
        this.config = config;
        this.identity = identity;
        this.namespace = namespace;
        if (config.content().store().equals(ContentSettings.EMBEDDED)) {
            EmbeddedContentStore embedded = EmbeddedContentStore.open(
                    vertx,
                    config.node(),
                    new NodeDirectory(config.data()).content(),
                    identity.cluster().toString(),
                    this::members,
                    ContentConfig.heapBytesByDefault());
            store = embedded;
            facades = List.of(embedded.facade());
        } else {
            store = provider(config.content().store()).open(settings());
            facades = List.of();
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(config.content().settings());
        settings.put(ContentStoreProvider.CLUSTER, identity.cluster().toString());
        return settings;
    }

    private static ContentStoreProvider provider(String name) throws IOException {
        List<ContentStoreProvider> found = ServiceLoader.load(ContentStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return found.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    String known =
                            found.stream().map(ContentStoreProvider::name).collect(Collectors.joining(", "));
                    return new IOException("no content store is called \"" + name + "\"; there are: embedded"
                            + (known.isEmpty() ? "" : ", " + known));
                });
    }

    /** What the gateway is to know. */
    ContentConfig forGateway() {
        return new ContentConfig(
                store,
                namespace::logClockMillis,
                config.content().fileBytesMax(),
                config.content().chunkLifeMillis(),
                ContentConfig.heapBytesByDefault());
    }

    /** What other nodes ask this one. */
    List<Facade> facades() {
        return facades;
    }

    /** From now on the store is tended. */
    void serve(Replica<Answer> opened, ClusterView view, NodeMetrics metrics) {
        replica = opened;
        ContentHolders holders = new ContentHolders(view);
        metrics.watch(holders);
        ContentKeeper tending = new ContentKeeper(config.node(), store, this, holders, config.content());
        metrics.watch(tending);
        keeper = tending;
    }

    /** The members of the epoch in force, where the configuration or, for those it does not know, the epoch says. */
    private Members members() {
        Replica<Answer> serving = replica;
        if (serving == null) {
            List<InetSocketAddress> peers = config.members().stream()
                    .filter(member -> member.node() != config.node())
                    .map(member -> socket(member.http()))
                    .toList();
            return new Members(peers, List.of(), true);
        }
        EpochConfig epoch = serving.epoch();
        return new Members(
                others(epoch, true),
                others(epoch, false),
                own(epoch).filter(Member::isVoter).isPresent());
    }

    private List<InetSocketAddress> others(EpochConfig epoch, boolean voters) {
        return epoch.members().stream()
                .filter(member -> member.node() != config.node() && member.isVoter() == voters)
                .map(this::http)
                .toList();
    }

    private InetSocketAddress http(Member member) {
        return config.members().stream()
                .filter(known -> known.node() == member.node())
                .findFirst()
                .map(known -> socket(known.http()))
                .orElseGet(() -> socket(Address.parse(member.httpAddress())));
    }

    private static InetSocketAddress socket(Address address) {
        return InetSocketAddress.createUnresolved(address.host(), address.port());
    }

    @Override
    public boolean holds(Chunk chunk) {
        return namespace.holds(chunk);
    }

    @Override
    public List<Chunk> held(Chunk after, int chunksMax) {
        return namespace.held(after, chunksMax);
    }

    @Override
    public boolean isGone(Chunk chunk) {
        Replica<Answer> serving = replica;
        // A state that is wrong may miss what a file has.
        return holds.get() == 0 && serving != null && !serving.isQuarantined() && namespace.isGone(chunk);
    }

    @Override
    public long revision() {
        return namespace.revision();
    }

    @Override
    public boolean isSettled() {
        Replica<Answer> serving = replica;
        return serving != null
                && !serving.isQuarantined()
                && own(serving.epoch())
                        .filter(own -> own.role() != Member.Role.JOINING)
                        .isPresent();
    }

    /** This node as a member: under its number another data directory may still be listed, which it came to replace. */
    private Optional<Member> own(EpochConfig epoch) {
        return epoch.lists(config.node(), identity.store()) ? epoch.member(config.node()) : Optional.empty();
    }

    /** What an operator should know, a sentence each. */
    List<String> alarms() {
        ContentKeeper tending = keeper;
        return tending == null ? List.of() : tending.alarms();
    }

    /** What the last comparison of content found, once there was one since this node is a member. */
    Optional<ContentKeeper.Compared> compared() {
        ContentKeeper tending = keeper;
        return tending == null ? Optional.empty() : tending.compared();
    }

    @Override
    public boolean leads() {
        Replica<Answer> serving = replica;
        return serving != null && serving.status().view().role() == CoreView.Role.LEADING;
    }

    /** Whether chunks that nobody holds could be deleted if the log clock, which stands still in quiet times, went on. */
    boolean waitsForClock() {
        ContentKeeper tending = keeper;
        long deadlineMillis =
                tending == null ? Long.MAX_VALUE : tending.lastSweep().nextDeadlineMillis();
        return deadlineMillis < System.currentTimeMillis() && namespace.logClockMillis() <= deadlineMillis;
    }

    /** The store itself. */
    ContentStore store() {
        return store;
    }

    /** What keeps every chunk that is here now on this node until it is closed; closing it again does nothing. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * From now on this node deletes no chunk, until the hold is closed: what the namespace lets go of meanwhile can still be
     * read here.
     */
    Hold hold() {
        holds.incrementAndGet();
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                holds.decrementAndGet();
            }
        };
    }

    /** Ends tending, then the store. */
    void close() {
        ContentKeeper tending = keeper;
        if (tending != null) {
            tending.close();
        }
        store.close();
    }
}
