package io.metroon.replica.transport;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.replica.PeerNetwork;
import io.metroon.replica.log.NodeIdentity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames over TCP: to each peer one connection for what is said to it; what it says comes over one that it made. All
 * sockets live on one event loop; {@link #send} may be called from any thread.
 */
public final class TcpPeerNetwork implements PeerNetwork {
    /** The largest frame; a longer one closes the connection. */
    public static final int FRAME_BYTES_MAX = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(TcpPeerNetwork.class);

    private final Vertx vertx;
    private final Context context;
    private final NodeIdentity self;
    private final SocketAddress listenAt;
    private final Map<Integer, PeerConnection> connections = new TreeMap<>();
    private final AtomicReference<Receiver> receiver = new AtomicReference<>();
    private final AtomicLong dropped = new AtomicLong();
    private final Set<String> complained = new HashSet<>();
    private @Nullable NetServer server;
    private @Nullable NetClient client;

    /**
     * The network of one node; nothing is opened before {@link #start}.
     *
     * @param self who this node says it is
     * @param epoch with the addresses of all members, this node among them
     */
    public TcpPeerNetwork(Vertx vertx, NodeIdentity self, EpochConfig epoch) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.self = self;
        this.listenAt = address(epoch.member(self.node())
                .orElseThrow(() -> new IllegalArgumentException("node " + self.node() + " is not in the epoch")));
        for (Member member : epoch.members()) {
            if (member.node() != self.node()) {
                connections.put(member.node(), new PeerConnection(member.node(), address(member)));
            }
        }
    }

    private static SocketAddress address(Member member) {
        String text = member.peerAddress();
        int colon = text.lastIndexOf(':');
        return SocketAddress.inetSocketAddress(Integer.parseInt(text.substring(colon + 1)), text.substring(0, colon));
    }

    /** Listens and begins to connect; fails when the address is taken. */
    public Future<Void> start() {
        Promise<Void> started = Promise.promise();
        context.runOnContext(nothing -> {
            client = vertx.createNetClient(
                    new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(1_000));
            server = vertx.createNetServer(
                            new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true))
                    .connectHandler(this::accept);
            server.listen(listenAt)
                    .onSuccess(listening -> connections.values().forEach(PeerConnection::connect))
                    .<Void>mapEmpty()
                    .onComplete(started);
        });
        return started.future();
    }

    /** Closes every socket. */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(nothing -> {
            connections.values().forEach(PeerConnection::close);
            Future<Void> serverClosed = server == null ? Future.succeededFuture() : server.close();
            Future<Void> clientClosed = client == null ? Future.succeededFuture() : client.close();
            Future.join(serverClosed, clientClosed).<Void>mapEmpty().onComplete(closed);
        });
        return closed.future();
    }

    @Override
    public void listen(Receiver frames) {
        receiver.set(frames);
    }

    @Override
    public void send(int node, byte[] frame) {
        PeerConnection connection = connections.get(node);
        if (connection != null) {
            connection.send(frame);
        }
    }

    /** Frames dropped since start because a peer took them too slowly or was not connected. */
    public long dropped() {
        return dropped.get();
    }

    private void deliver(byte[] frame) {
        Receiver frames = receiver.get();
        if (frames != null) {
            frames.onFrame(frame);
        }
    }

    private void peerDown(int node) {
        Receiver frames = receiver.get();
        if (frames != null) {
            frames.onPeerDown(node);
        }
    }

    private void complainOnce(String what) {
        if (complained.size() < 100 && complained.add(what)) {
            LOG.warn("{}", what);
        }
    }

    // ---- what peers say ----

    private void accept(NetSocket socket) {
        new Incoming(socket).start();
    }

    /** One connection that a peer made: a hello, then frames. */
    private final class Incoming {
        private final NetSocket socket;
        private final RecordParser parser;
        private boolean atLength = true;
        private int caller;

        Incoming(NetSocket socket) {
            this.socket = socket;
            this.parser = RecordParser.newFixed(Integer.BYTES, socket);
        }

        void start() {
            parser.handler(this::take);
            socket.exceptionHandler(failure -> socket.close());
            socket.closeHandler(nothing -> {
                if (caller != 0) {
                    peerDown(caller);
                }
            });
        }

        private void take(Buffer record) {
            if (atLength) {
                int length = record.getInt(0);
                if (length <= 0 || length > FRAME_BYTES_MAX) {
                    complainOnce("a frame of " + length + " bytes from "
                            + socket.remoteAddress().host() + " closes its connection");
                    socket.close();
                    return;
                }
                parser.fixedSizeMode(length);
            } else {
                parser.fixedSizeMode(Integer.BYTES);
                if (caller == 0) {
                    greet(record.getBytes());
                } else {
                    deliver(record.getBytes());
                }
            }
            atLength = !atLength;
        }

        private void greet(byte[] frame) {
            try {
                PeerCodec.Hello hello = PeerCodec.decodeHello(frame);
                NodeIdentity from = hello.caller();
                if (!from.cluster().equals(self.cluster())) {
                    refuse("node " + from.node() + " belongs to cluster " + from.cluster() + ", this node to cluster "
                            + self.cluster() + ": check the peer addresses of both");
                } else if (hello.to() != self.node() || !connections.containsKey(from.node())) {
                    refuse("node " + from.node() + " wants node " + hello.to() + ", but this is node " + self.node()
                            + ": check its peer addresses");
                } else {
                    caller = from.node();
                }
            } catch (BadFrameException e) {
                refuse("a connection from " + socket.remoteAddress().host() + " opens wrongly: " + e.getMessage());
            }
        }

        private void refuse(String why) {
            complainOnce(why);
            socket.close();
        }
    }

    // ---- what is said to a peer ----

    /** The connection to one peer, made again whenever it breaks. */
    private final class PeerConnection {
        private static final long RETRY_MILLIS_MIN = 10;
        private static final long RETRY_MILLIS_MAX = 1_000;
        private static final int WRITE_BYTES = 256 << 10;
        private static final int QUEUE_BYTES_MAX = 32 << 20;

        private final int node;
        private final SocketAddress address;
        private final FrameQueue queue = new FrameQueue(QUEUE_BYTES_MAX);
        private @Nullable NetSocket socket;
        private long retryMillis = RETRY_MILLIS_MIN;
        private boolean closed;

        PeerConnection(int node, SocketAddress address) {
            this.node = node;
            this.address = address;
        }

        void connect() {
            NetClient connector = client;
            if (closed || connector == null) {
                return;
            }
            connector.connect(address).onSuccess(this::connected).onFailure(failure -> retry());
        }

        private void connected(NetSocket made) {
            retryMillis = RETRY_MILLIS_MIN;
            queue.clear();
            socket = made;
            made.exceptionHandler(failure -> made.close());
            made.closeHandler(nothing -> {
                socket = null;
                peerDown(node);
                retry();
            });
            made.drainHandler(nothing -> flush());
            byte[] hello = PeerCodec.encodeHello(self, node);
            made.write(Buffer.buffer().appendInt(hello.length).appendBytes(hello));
            flush();
        }

        private void retry() {
            if (!closed) {
                vertx.setTimer(retryMillis, timer -> connect());
                retryMillis = Math.min(2 * retryMillis, RETRY_MILLIS_MAX);
            }
        }

        void send(byte[] frame) {
            if (!queue.offer(frame)) {
                dropped.incrementAndGet();
            } else if (queue.needsFlush()) {
                context.runOnContext(nothing -> flush());
            }
        }

        /** Gathers frames into few writes: each costs a system call. */
        private void flush() {
            queue.flushing();
            NetSocket open = socket;
            if (open == null) {
                dropped.addAndGet(queue.clear());
                return;
            }
            while (!queue.isEmpty() && !open.writeQueueFull()) {
                Buffer buffer = Buffer.buffer();
                while (buffer.length() < WRITE_BYTES && !queue.isEmpty()) {
                    byte[] frame = queue.poll();
                    buffer.appendInt(frame.length).appendBytes(frame);
                }
                open.write(buffer);
            }
        }

        void close() {
            closed = true;
            if (socket != null) {
                socket.close();
            }
        }
    }
}
