package io.metroon.replica.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.metroon.consensus.epoch.ClusterId;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.replica.PeerNetwork;
import io.metroon.replica.log.NodeIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpPeerNetworkTest {
    private static final ClusterId CLUSTER = new ClusterId(1, 1);

    private final Vertx vertx = Vertx.vertx();
    private final List<TcpPeerNetwork> started = new ArrayList<>();
    private EpochConfig config = config(List.of(1, 2));

    private static final class Inbox implements PeerNetwork.Receiver {
        final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();
        final Queue<Integer> down = new ConcurrentLinkedQueue<>();

        @Override
        public void onFrame(byte[] frame) {
            frames.add(frame);
        }

        @Override
        public void onPeerDown(int node) {
            down.add(node);
        }
    }

    @BeforeEach
    void choosePorts() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                ports.add(socket.getLocalPort());
            }
        }
        config = config(ports);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (TcpPeerNetwork network : started) {
            network.close().toCompletionStage().toCompletableFuture().get();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private static EpochConfig config(List<Integer> ports) {
        List<Member> members = IntStream.rangeClosed(1, ports.size())
                .mapToObj(node -> new Member(
                        node, store(node), Member.Role.VOTER, 0, "127.0.0.1:" + ports.get(node - 1), "127.0.0.1:1"))
                .toList();
        return EpochConfig.ofMajorities(1, EpochConfig.Engine.PAXOS, members);
    }

    private static StoreId store(int node) {
        return new StoreId(9, node);
    }

    private TcpPeerNetwork start(int node, Inbox inbox) throws Exception {
        return start(new NodeIdentity(CLUSTER, node, store(node)), inbox);
    }

    private TcpPeerNetwork start(NodeIdentity identity, Inbox inbox) throws Exception {
        TcpPeerNetwork network = new TcpPeerNetwork(vertx, identity, config);
        network.listen(inbox);
        network.start().toCompletionStage().toCompletableFuture().get();
        started.add(network);
        return network;
    }

    private static byte[] numbered(int number, int length) {
        return ByteBuffer.allocate(length).putInt(number).array();
    }

    /** Sends until something arrives: frames before the connection stands are lost, as any may be. */
    private static void connect(TcpPeerNetwork from, int to, Inbox inbox) {
        await().until(() -> {
            from.send(to, numbered(-1, 8));
            return !inbox.frames.isEmpty();
        });
        await().until(() -> {
            int before = inbox.frames.size();
            return before == inbox.frames.size();
        });
    }

    @Test
    void framesBothWays_arriveInOrderAndWhole() throws Exception {
        Inbox one = new Inbox();
        Inbox two = new Inbox();
        TcpPeerNetwork first = start(1, one);
        TcpPeerNetwork second = start(2, two);
        connect(first, 2, two);
        connect(second, 1, one);
        for (int i = 0; i < 2_000; i++) {
            first.send(2, numbered(i, 8 + i % 900));
            second.send(1, numbered(i, 8 + i % 77));
        }
        assertNumbered(two, 2_000);
        assertNumbered(one, 2_000);
        assertThat(first.traffic().framesSent()).isGreaterThanOrEqualTo(2_000);
        assertThat(second.traffic().bytesReceived()).isGreaterThan(2_000 * 12L);
    }

    private static void assertNumbered(Inbox inbox, int count) {
        List<Integer> expected = IntStream.range(0, count).boxed().toList();
        await().untilAsserted(() -> assertThat(inbox.frames.stream()
                        .map(frame -> ByteBuffer.wrap(frame).getInt())
                        .filter(number -> number >= 0))
                .containsExactlyElementsOf(expected));
    }

    @Test
    void largeFrames_passThroughBackPressure() throws Exception {
        Inbox inbox = new Inbox();
        TcpPeerNetwork first = start(1, new Inbox());
        start(2, inbox);
        connect(first, 2, inbox);
        for (int i = 0; i < 20; i++) {
            first.send(2, numbered(i, 1 << 20));
        }
        assertNumbered(inbox, 20);
    }

    @Test
    void fullQueue_dropsAndCounts() throws Exception {
        Inbox inbox = new Inbox();
        TcpPeerNetwork first = start(1, new Inbox());
        start(2, inbox);
        connect(first, 2, inbox);
        long before = first.traffic().framesDropped();
        byte[] large = new byte[15 << 20];
        for (int i = 0; i < 12; i++) {
            first.send(2, large);
        }
        assertThat(first.traffic().framesDropped()).isGreaterThan(before);
    }

    @Test
    void peerThatGoes_isReportedDown_andFoundAgain() throws Exception {
        Inbox one = new Inbox();
        Inbox two = new Inbox();
        TcpPeerNetwork first = start(1, one);
        TcpPeerNetwork second = start(2, two);
        connect(first, 2, two);
        second.close().toCompletionStage().toCompletableFuture().get();
        await().until(() -> one.down.contains(2));
        Inbox again = new Inbox();
        start(2, again);
        connect(first, 2, again);
    }

    @Test
    void nodeOfAnotherCluster_isRefusedOnceASecond() throws Exception {
        Inbox inbox = new Inbox();
        TcpPeerNetwork foreign = start(new NodeIdentity(new ClusterId(6, 6), 1, store(1)), new Inbox());
        TcpPeerNetwork second = start(2, inbox);
        await().until(() -> second.traffic().refusals() > 0 && foreign.traffic().refusals() > 0);
        foreign.send(2, numbered(1, 8));
        assertThat(foreign.traffic().connects()).isLessThan(4);
        assertThat(inbox.frames).isEmpty();
    }

    @Test
    void nodeWithAReplacedStore_isRefused() throws Exception {
        Inbox inbox = new Inbox();
        TcpPeerNetwork wiped = start(new NodeIdentity(CLUSTER, 1, new StoreId(6, 6)), new Inbox());
        TcpPeerNetwork second = start(2, inbox);
        await().until(() -> second.traffic().refusals() > 0 && wiped.traffic().refusals() > 0);
        assertThat(inbox.frames).isEmpty();
    }

    @Test
    void strangerOnThePort_isCutOff_andDisturbsNobody() throws Exception {
        Inbox inbox = new Inbox();
        TcpPeerNetwork first = start(1, new Inbox());
        TcpPeerNetwork second = start(2, inbox);
        int port =
                PeerAddress.parse(config.member(2).orElseThrow().peerAddress()).port();
        Queue<String> closed = new ConcurrentLinkedQueue<>();
        vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(socket -> {
            socket.closeHandler(ignored -> closed.add("closed"));
            socket.write(Buffer.buffer("GET / HTTP/1.1\r\n\r\n"));
        });
        await().until(() -> !closed.isEmpty());
        assertThat(second.traffic().refusals()).isPositive();
        connect(first, 2, inbox);
    }
}
