package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Starting, bearing load, draining and stopping. */
final class LifecycleTest {
    private static GatewayConfig config(String host, int eventLoops, int inFlightMax, Duration drain) {
        GatewayConfig.Bounds bounds = GatewayConfig.Bounds.DEFAULT;
        return new GatewayConfig(
                "0.1.0-test",
                host,
                0,
                eventLoops,
                new GatewayConfig.Bounds(
                        bounds.metadataBytesMax(),
                        inFlightMax,
                        bounds.requestLineBytesMax(),
                        bounds.headerBytesMax(),
                        bounds.bodyWithin(),
                        bounds.idleFor(),
                        drain,
                        bounds.patience()),
                GatewayConfig.Origins.DEFAULT);
    }

    @Test
    void bindingBeyondLoopback_isRefusedByName() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new RunningGateway(config("0.0.0.0", 1, 10, Duration.ofSeconds(1))).close())
                .withMessageContaining("0.0.0.0")
                .withMessageContaining("credentials");
    }

    @Test
    void severalEventLoops_shareOnePort() {
        try (RunningGateway metroon = new RunningGateway(config("127.0.0.1", 3, 10, Duration.ofSeconds(1)))) {
            for (int connection = 0; connection < 6; connection++) {
                try (RawConnection raw = metroon.connect()) {
                    raw.say("GET /v1/fs HTTP/1.1\nHost: localhost\n\n");
                    assertThat(raw.hear().status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void moreRequestsInFlightThanAllowed_areRefusedUnread_andNoneIsLost() {
        try (RunningGateway metroon = new RunningGateway(config("127.0.0.1", 1, 2, Duration.ofSeconds(5)))) {
            CountDownLatch release = new CountDownLatch(1);
            metroon.service.stall(release);
            List<RawConnection> waiting = List.of(metroon.connect(), metroon.connect());
            for (RawConnection raw : waiting) {
                raw.say("GET /v1/fs HTTP/1.1\nHost: localhost\n\n");
            }
            await().until(() -> metroon.service.queriesSeen() == 2);

            Answer refused = metroon.sendOctets("PUT", "/v1/content/x", new byte[10]);

            assertThat(refused.problem()).isEqualTo("503 EAGAIN");
            assertThat(refused.header("retry-after")).isEqualTo("1");
            release.countDown();
            for (RawConnection raw : waiting) {
                assertThat(raw.hear().status()).isEqualTo(200);
                raw.close();
            }
            assertThat(metroon.sendOctets("PUT", "/v1/content/x", new byte[10]).status())
                    .isEqualTo(201);
        }
    }

    @Test
    void stopping_letsRequestsInFlightFinish_andTakesNoMore() throws IOException {
        try (RunningGateway metroon = new RunningGateway(config("127.0.0.1", 2, 10, Duration.ofSeconds(10)));
                RawConnection busy = metroon.connect();
                RawConnection idle = metroon.connect()) {
            idle.say("GET /v1 HTTP/1.1\nHost: localhost\n\n");
            assertThat(idle.hear().status()).isEqualTo(200);
            CountDownLatch release = new CountDownLatch(1);
            metroon.service.stall(release);
            busy.say("PUT /v1/fs/last HTTP/1.1\nHost: localhost\n\n");
            await().until(() -> metroon.service.commandsSeen() == 1);

            Future<Void> stopped = metroon.gateway.stop();

            await().until(() -> !accepts(metroon.port));
            assertThat(idle.isClosedByPeer()).isTrue();
            assertThat(stopped.isComplete()).isFalse();
            release.countDown();
            assertThat(busy.hear().status()).isEqualTo(201);
            RunningGateway.await(stopped);
        }
    }

    @Test
    void stopping_cutsOffWhatDoesNotFinishInTime() {
        try (RunningGateway metroon = new RunningGateway(config("127.0.0.1", 1, 10, Duration.ofMillis(300)));
                RawConnection busy = metroon.connect()) {
            CountDownLatch release = new CountDownLatch(1);
            metroon.service.stall(release);
            busy.say("GET /v1/fs HTTP/1.1\nHost: localhost\n\n");
            await().until(() -> metroon.service.queriesSeen() == 1);

            RunningGateway.await(metroon.gateway.stop());

            assertThat(busy.isClosedByPeer()).isTrue();
            release.countDown();
        }
    }

    private static boolean accepts(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }

    @Test
    void aClientThatLeavesBeforeItsAnswer_leavesNothingBehind() {
        try (RunningGateway metroon = new RunningGateway(config("127.0.0.1", 1, 3, Duration.ofSeconds(5)))) {
            CountDownLatch release = new CountDownLatch(1);
            metroon.service.stall(release);
            List<RawConnection> leaving = new ArrayList<>();
            for (int client = 0; client < 3; client++) {
                RawConnection raw = metroon.connect();
                leaving.add(raw.say("GET /v1/fs HTTP/1.1\nHost: localhost\n\n"));
            }
            await().until(() -> metroon.service.queriesSeen() == 3);
            leaving.forEach(RawConnection::close);
            release.countDown();

            await().until(() -> metroon.send("GET", "/v1/fs").status() == 200);
        }
    }
}
