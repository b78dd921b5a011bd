package io.metroon.replica.transport;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.replica.PeerNetwork;
import io.metroon.replica.log.NodeIdentity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames between peers over TCP: one connection each way between any two nodes, each used in one direction. Listens on the
 * node's own peer address, and nowhere else. Thread-safe. Format: {@code docs/formats/peer-protocol.md}.
 *
 * <p>Call {@link #listen} before {@link #start}.
 */
public final class TcpPeerNetwork implements PeerNetwork {
    private static final int CONNECT_MILLIS_MAX = 2_000;

    private final Vertx vertx;
    private final PeerAddress own;
    private final Greeting greeting;
    private final NodeIdentity self;
    private final TrafficCounters counters = new TrafficCounters();
    private final Promise<Receiver> listening = Promise.promise();
    private final Context context;
    private final NetServer server;
    private final NetClient client;
    private volatile Map<Integer, PeerLink> links = Map.of();
    private Map<Integer, Member> reached = Map.of();
    private @Nullable Receiver receiver;

    /**
     * A network of the members of an epoch.
     *
     * @param self this node
     * @param config says where everybody listens; until {@link #reach} says otherwise
     * @throws IllegalArgumentException when this node is no member, or an address is none
     */
    public TcpPeerNetwork(Vertx vertx, NodeIdentity self, EpochConfig config) {
        this(
                vertx,
                self,
                config.member(self.node())
                        .orElseThrow(() -> new IllegalArgumentException("node " + self.node() + " is no member"))
                        .peerAddress(),
                config);
    }

    /**
     * A network of a node that may be no member, yet or any more.
     *
     * @param self this node
     * @param ownAddress where it listens
     * @param config says where everybody else listens; until {@link #reach} says otherwise
     * @throws IllegalArgumentException when an address is none
     */
    public TcpPeerNetwork(Vertx vertx, NodeIdentity self, String ownAddress, EpochConfig config) {
        this.vertx = vertx;
        this.self = self;
        this.reached = byNode(config.members());
        this.own = PeerAddress.parse(ownAddress);
        this.greeting = new Greeting(self, config);
        this.context = vertx.getOrCreateContext();
        this.server =
                vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true));
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS_MAX));
    }

    @Override
    public void listen(Receiver receiver) {
        listening.complete(receiver);
    }

    /**
     * Binds the node's peer address and starts connecting.
     *
     * @return fails when the address can't be bound
     */
    public Future<Void> start() {
        Promise<Void> started = Promise.promise();
        context.runOnContext(ignored -> listening
                .future()
                .compose(receiver -> {
                    PeerAcceptor acceptor = new PeerAcceptor(greeting, counters, receiver, this::called);
                    return server.connectHandler(acceptor::accept)
                            .listen(own.port(), own.host())
                            .map(receiver);
                })
                .onSuccess(this::connect)
                .<Void>mapEmpty()
                .onComplete(started));
        return started.future();
    }

    private static Map<Integer, Member> byNode(Collection<Member> members) {
        Map<Integer, Member> byNode = new HashMap<>();
        members.forEach(member -> byNode.putIfAbsent(member.node(), member));
        return byNode;
    }

    private void connect(Receiver listener) {
        receiver = listener;
        relink();
    }

    @Override
    public void reach(EpochConfig epoch, Collection<Member> others) {
        greeting.enter(epoch);
        List<Member> all = new ArrayList<>(epoch.members());
        all.addAll(others);
        context.runOnContext(ignored -> {
            Map<Integer, Member> wanted = byNode(all);
            // Addresses given at the start override those that the epoch records, as long as the data directory is the
            // same.
            wanted.replaceAll((node, member) -> {
                Member known = reached.get(node);
                return known != null && known.store().equals(member.store()) ? known : member;
            });
            reached = wanted;
            relink();
        });
    }

    /** Makes links to whom there is none, and drops those to whom nobody wants to reach; on the context. */
    private void relink() {
        Receiver listener = receiver;
        if (listener == null) {
            return;
        }
        Map<Integer, PeerLink> before = links;
        Map<Integer, PeerLink> now = new HashMap<>();
        reached.forEach((node, member) -> {
            PeerLink link = before.get(node);
            if (node != self.node()) {
                now.put(node, link != null && link.leadsTo(member) ? link : link(member, listener));
            }
        });
        links = Map.copyOf(now);
        before.values().stream().filter(link -> !now.containsValue(link)).forEach(PeerLink::close);
        now.values().stream().filter(link -> !before.containsValue(link)).forEach(PeerLink::connect);
    }

    private void called(int node) {
        PeerLink link = links.get(node);
        if (link != null) {
            link.peerCalled();
        }
    }

    private PeerLink link(Member member, Receiver listener) {
        return new PeerLink(vertx, context, client, member, greeting, counters, listener::onPeerDown);
    }

    @Override
    public void send(int node, byte[] frame) {
        PeerLink link = links.get(node);
        if (link != null) {
            link.send(frame);
        } else {
            counters.framesDropped.increment();
        }
    }

    /** What went over the wire so far. */
    public PeerTraffic traffic() {
        return counters.traffic();
    }

    /** Closes all connections; frames still queued are lost. */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(ignored -> {
            links.values().forEach(PeerLink::close);
            Future.join(server.close(), client.close()).<Void>mapEmpty().onComplete(closed);
        });
        return closed.future();
    }
}
