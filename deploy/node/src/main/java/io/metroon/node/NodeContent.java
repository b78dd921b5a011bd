package io.metroon.node;

import io.metroon.consensus.CoreView;
import io.metroon.consensus.epoch.Member;
import io.metroon.content.ContentStore;
import io.metroon.content.ContentStoreProvider;
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
import io.metroon.node.content.EmbeddedContentStore.Members;
import io.metroon.replica.Replica;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The content store of a node, with what it has to know of the cluster and of the namespace. */
final class NodeContent implements ContentStore.Holdings {
    private final NodeConfig config;
    private final Namespace namespace;
    private final ContentStore store;
    private final List<Facade> facades;
    private volatile @Nullable Replica<Answer> replica;
    private volatile @Nullable ContentKeeper keeper;

    NodeContent(Vertx vertx, NodeConfig config, String cluster, Namespace namespace) throws IOException {
        this.config = config;
        this.namespace = namespace;
        if (config.content().store().equals(ContentSettings.EMBEDDED)) {
            EmbeddedContentStore embedded = EmbeddedContentStore.open(
                    vertx,
                    config.node(),
                    new NodeDirectory(config.data()).content(),
                    cluster,
                    this::members,
                    ContentConfig.heapBytesByDefault());
            store = embedded;
            facades = List.of(embedded.facade());
        } else {
            store = provider(config.content().store()).open(config.content().settings());
            facades = List.of();
        }
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
                    return new IOException("no content store is called \"" + name + "\"; there are: embedded "
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
    void serve(Replica<Answer> opened, NodeMetrics metrics) {
        replica = opened;
        ContentKeeper tending = new ContentKeeper(config.node(), store, this, config.content());
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
            return new Members(peers, config.members().size());
        }
        List<Member> members = serving.epoch().members();
        List<InetSocketAddress> peers = members.stream()
                .filter(member -> member.node() != config.node())
                .map(this::http)
                .toList();
        return new Members(peers, (int) members.stream().filter(Member::isVoter).count());
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
    public long clockMillis() {
        return namespace.logClockMillis();
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
        return deadlineMillis < System.currentTimeMillis() && clockMillis() <= deadlineMillis;
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
