package io.metroon.replica.transport;

import io.metroon.replica.PeerNetwork;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The incoming connections: a hello first, then frames. On one event loop. */
final class PeerAcceptor {
    private static final Logger LOG = LoggerFactory.getLogger(PeerAcceptor.class);
    private static final int COMPLAINTS_MAX = 1_000;

    private final Greeting greeting;
    private final TrafficCounters counters;
    private final PeerNetwork.Receiver receiver;
    private final IntConsumer onCall;
    private final Set<String> complaints = new HashSet<>();

    /** {@code onCall} hears of every peer that is let in. */
    PeerAcceptor(Greeting greeting, TrafficCounters counters, PeerNetwork.Receiver receiver, IntConsumer onCall) {
        this.greeting = greeting;
        this.counters = counters;
        this.receiver = receiver;
        this.onCall = onCall;
    }

    void accept(NetSocket socket) {
        Incoming incoming = new Incoming(socket);
        FrameAssembler frames = new FrameAssembler(incoming::frame);
        socket.handler(arrived -> {
            if (!frames.take(arrived)) {
                complain("a connection from " + socket.remoteAddress() + " does not speak this protocol: closed");
                socket.close();
            }
        });
        socket.exceptionHandler(failure -> LOG.debug("connection from a peer: {}", failure.getMessage()));
        socket.closeHandler(ignored -> incoming.closed());
    }

    private void complain(String complaint) {
        counters.refusals.increment();
        if (complaints.size() < COMPLAINTS_MAX && complaints.add(complaint)) {
            LOG.warn("{}", complaint);
        }
    }

    private final class Incoming {
        private final NetSocket socket;
        private @Nullable Hello peer;
        private boolean refused;

        Incoming(NetSocket socket) {
            this.socket = socket;
        }

        void frame(byte[] frame) {
            if (refused) {
                return;
            }
            if (peer == null) {
                greet(frame);
                return;
            }
            counters.received(frame);
            receiver.onFrame(frame);
        }

        private void greet(byte[] frame) {
            try {
                Hello hello = PeerCodec.decodeHello(frame);
                String objection = greeting.objection(hello);
                if (objection.isEmpty()) {
                    peer = hello;
                    PeerLink.write(
                            socket,
                            PeerCodec.encodeHello(
                                    greeting.welcome(hello.sender().node())));
                    onCall.accept(hello.sender().node());
                } else {
                    refuse(hello.sender().node(), objection);
                }
            } catch (BadFrameException e) {
                refuse(0, "a connection from " + socket.remoteAddress().host() + ": " + e.getMessage());
            }
        }

        private void refuse(int to, String why) {
            refused = true;
            complain("refused: " + why);
            PeerLink.write(socket, PeerCodec.encodeHello(greeting.refusal(to, why)));
            socket.end();
        }

        void closed() {
            if (peer != null) {
                receiver.onPeerDown(peer.sender().node());
            }
        }
    }
}
