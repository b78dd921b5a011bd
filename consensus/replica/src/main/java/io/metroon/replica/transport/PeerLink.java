package io.metroon.replica.transport;

import io.metroon.consensus.epoch.Member;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outgoing connection to one peer: made again whenever it breaks, after 10 ms at first and 1 s at most, or as soon as
 * the peer itself calls. {@link #send} on any thread; everything else on the link's context.
 *
 * <p>Frames wait in a queue bounded in octets; a full one drops the newest. All that gathered while the loop was busy
 * leaves in one write. Frames for a peer that is not connected are dropped: they would be stale when it is.
 */
final class PeerLink {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
    private static final int QUEUE_BYTES_MAX = 32 << 20;
    private static final int WRITE_BYTES = 256 << 10;
    private static final long BACKOFF_MILLIS_MIN = 10;
    private static final long BACKOFF_MILLIS_MAX = 1_000;
    private static final long HELLO_MILLIS_MAX = 5_000;

    private final Vertx vertx;
    private final Context context;
    private final NetClient client;
    private final Member peer;
    private final PeerAddress address;
    private final Greeting greeting;
    private final TrafficCounters counters;
    private final IntConsumer onDown;
    private final FrameQueue queue = new FrameQueue(QUEUE_BYTES_MAX);
    private @Nullable NetSocket socket;
    private boolean welcome;
    private boolean closed;
    private long backoffMillis = BACKOFF_MILLIS_MIN;
    private long retry = -1;
    private String lastComplaint = "";

    PeerLink(
            Vertx vertx,
            Context context,
            NetClient client,
            Member peer,
            Greeting greeting,
            TrafficCounters counters,
            IntConsumer onDown) {
        this.vertx = vertx;
        this.context = context;
        this.client = client;
        this.peer = peer;
        this.address = PeerAddress.parse(peer.peerAddress());
        this.greeting = greeting;
        this.counters = counters;
        this.onDown = onDown;
    }

    /** Whether this is a link to where the member is. */
    boolean leadsTo(Member member) {
        return peer.node() == member.node() && peer.peerAddress().equals(member.peerAddress());
    }

    /** Queues a frame. Never blocks. */
    void send(byte[] frame) {
        if (!queue.offer(frame)) {
            counters.framesDropped.increment();
        } else if (queue.needsFlush()) {
            context.runOnContext(ignored -> {
                queue.flushing();
                drain();
            });
        }
    }

    void connect() {
        if (closed) {
            return;
        }
        client.connect(address.port(), address.host()).onComplete(attempt -> {
            if (attempt.succeeded()) {
                connected(attempt.result());
            } else {
                complain("can't connect to " + name() + ": " + attempt.cause().getMessage());
                retryLater();
            }
        });
    }

    private void connected(NetSocket connected) {
        if (closed) {
            connected.close();
            return;
        }
        counters.connects.increment();
        socket = connected;
        FrameAssembler frames = new FrameAssembler(frame -> greeted(connected, frame));
        connected.handler(arrived -> {
            if (!frames.take(arrived)) {
                connected.close();
            }
        });
        connected.exceptionHandler(failure -> LOG.debug("connection to {}: {}", name(), failure.getMessage()));
        connected.closeHandler(ignored -> disconnected());
        connected.drainHandler(ignored -> drain());
        write(connected, PeerCodec.encodeHello(greeting.welcome(peer.node())));
        long timer = vertx.setTimer(HELLO_MILLIS_MAX, ignored -> closeUnlessWelcome(connected));
        connected.endHandler(ignored -> vertx.cancelTimer(timer));
    }

    private void closeUnlessWelcome(NetSocket connected) {
        if (socket == connected && !welcome) {
            connected.close();
        }
    }

    /** The other side speaks once: its hello. */
    private void greeted(NetSocket connected, byte[] frame) {
        if (welcome) {
            return;
        }
        try {
            Hello hello = PeerCodec.decodeHello(frame);
            String objection = objection(hello);
            if (!objection.isEmpty()) {
                counters.refusals.increment();
                complain(name() + " is not the peer it should be, or refuses: " + objection);
                backoffMillis = BACKOFF_MILLIS_MAX;
                connected.close();
                return;
            }
            welcome = true;
            backoffMillis = BACKOFF_MILLIS_MIN;
            lastComplaint = "";
            LOG.info("connected to {}", name());
            drain();
        } catch (BadFrameException e) {
            counters.refusals.increment();
            complain(name() + " can't be understood: " + e.getMessage());
            connected.close();
        }
    }

    private String objection(Hello hello) {
        if (!hello.refusal().isEmpty()) {
            return hello.refusal();
        }
        if (hello.sender().node() != peer.node()) {
            return "node " + hello.sender().node() + " answers at its address: correct the peer addresses";
        }
        return greeting.objection(hello);
    }

    private void disconnected() {
        boolean wasWelcome = welcome;
        socket = null;
        welcome = false;
        dropQueue();
        if (wasWelcome) {
            LOG.info("connection to {} is down", name());
            onDown.accept(peer.node());
        }
        retryLater();
    }

    private void retryLater() {
        if (closed) {
            return;
        }
        dropQueue();
        long delay = backoffMillis;
        backoffMillis = Math.min(BACKOFF_MILLIS_MAX, backoffMillis * 2);
        retry = vertx.setTimer(delay, ignored -> connect());
    }

    /** The peer has called: whoever waits until it may be up again need not wait any longer. */
    void peerCalled() {
        if (vertx.cancelTimer(retry)) {
            connect();
        }
    }

    private void dropQueue() {
        counters.framesDropped.add(queue.clear());
    }

    private void drain() {
        NetSocket connected = socket;
        if (connected == null || !welcome) {
            return;
        }
        while (!connected.writeQueueFull()) {
            Buffer gathered = Buffer.buffer();
            int frames = gather(gathered);
            if (frames == 0) {
                return;
            }
            counters.framesSent.add(frames);
            counters.bytesSent.add(gathered.length());
            connected.write(gathered);
        }
    }

    private int gather(Buffer into) {
        int frames = 0;
        while (into.length() < WRITE_BYTES) {
            byte[] frame = queue.poll();
            if (frame.length == 0) {
                break;
            }
            into.appendInt(frame.length).appendBytes(frame);
            frames++;
        }
        return frames;
    }

    static void write(NetSocket socket, byte[] frame) {
        socket.write(Buffer.buffer(frame.length + FrameAssembler.LENGTH_BYTES)
                .appendInt(frame.length)
                .appendBytes(frame));
    }

    /** Says it once, however often it is tried. */
    private void complain(String complaint) {
        if (!complaint.equals(lastComplaint)) {
            LOG.warn("{}", complaint);
            lastComplaint = complaint;
        }
    }

    private String name() {
        return "node " + peer.node() + " at " + address;
    }

    void close() {
        closed = true;
        if (socket != null) {
            socket.close();
        }
    }
}
