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
import java.util.HashMap;
import java.util.Map;

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
    private final EpochConfig config;
    private final NodeIdentity self;
    private final TrafficCounters counters = new TrafficCounters();
    private final Promise<Receiver> listening = Promise.promise();
    private final Context context;
    private final NetServer server;
    private final NetClient client;
    private volatile Map<Integer, PeerLink> links = Map.of();

    /**
     * A network of the members of an epoch.
     *
     * @param self this node
     * @param config says where everybody listens
     * @throws IllegalArgumentException when this node is no member, or an address is none
     */
    public TcpPeerNetwork(Vertx vertx, NodeIdentity self, EpochConfig config) {
        this.vertx = vertx;
        this.self = self;
        this.config = config;
        this.own = PeerAddress.parse(config.member(self.node())
                .orElseThrow(() -> new IllegalArgumentException("node " + self.node() + " is no member"))
                .peerAddress());
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
                    PeerAcceptor acceptor = new PeerAcceptor(greeting, counters, receiver);
                    return server.connectHandler(acceptor::accept)
                            .listen(own.port(), own.host())
                            .map(receiver);
                })
                .onSuccess(this::connect)
                .<Void>mapEmpty()
                .onComplete(started));
        return started.future();
    }

    private void connect(Receiver receiver) {
        Map<Integer, PeerLink> made = new HashMap<>();
        for (Member member : config.members()) {
            if (member.node() != self.node()) {
                made.put(
                        member.node(),
                        new PeerLink(vertx, context, client, member, greeting, counters, receiver::onPeerDown));
            }
        }
        links = Map.copyOf(made);
        context.runOnContext(ignored -> links.values().forEach(PeerLink::connect));
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
