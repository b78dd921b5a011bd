package io.metroon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metroon.client.loopback.Fault;
import io.metroon.client.loopback.LoopbackCluster;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each call takes effect once, whatever a node does with it. */
class FailoverTest {
    private LoopbackCluster cluster;

    @BeforeEach
    void start() {
        cluster = LoopbackCluster.start(3);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static MetroonClient.Builder client(String endpoints) {
        return MetroonClient.builder()
                .endpoints(endpoints)
                .discovery(false)
                .timeout(Duration.ofSeconds(5))
                .attemptTimeout(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aChange_meetingAnyFault_takesEffectOnce(Fault fault) {
        cluster.node(1).fail(fault);
        try (MetroonClient client = client(cluster.endpoints()).build()) {
            Stat stat = client.blocking().createFile("/once");
            assertThat(stat.path()).isEqualTo(MetroonPath.of("/once"));
            assertThat(cluster.effects()).isEqualTo(1);
            assertThat(cluster.tree().size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"UNAVAILABLE", "UNAVAILABLE_FOR_A_SECOND"})
    void aChangeOfTheCluster_thatCertainlyDidNotHappen_isAskedForAgain(Fault fault) {
        cluster.node(1).fail(fault);
        try (MetroonClient client = client(cluster.endpoints()).build()) {
            ClusterChange.Done done = client.blocking().change(new ClusterChange.Remove(3));
            assertThat(done).isEqualTo(new ClusterChange.Done(2, true, "epoch 2 began"));
            assertThat(cluster.effects()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"UNAVAILABLE", "UNAVAILABLE_FOR_A_SECOND"},
            mode = EnumSource.Mode.EXCLUDE)
    void aChangeOfTheCluster_thatMayHaveHappened_isNotAskedForAgain(Fault fault) {
        cluster.node(1).fail(fault);
        try (MetroonClient client =
                client(cluster.endpoints()).timeout(Duration.ofSeconds(1)).build()) {
            assertThatThrownBy(() -> client.blocking().change(new ClusterChange.Remove(3)))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(cluster.effects()).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aRename_meetingAnyFaultThrice_isNotRefusedByItsOwnEffect(Fault fault) {
        try (MetroonClient client = client(cluster.endpoints()).build()) {
            client.blocking().createDirectory("/a");
            cluster.node(1).fail(fault);
            cluster.node(2).fail(fault);
            cluster.node(3).fail(fault);
            Stat stat = client.blocking().rename("/a", "/b");
            assertThat(stat.path()).isEqualTo(MetroonPath.of("/b"));
            assertThat(cluster.effects()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aRead_meetingAnyFault_isAnsweredByAnotherNode(Fault fault) {
        cluster.node(1).fail(fault);
        try (MetroonClient client = client(cluster.endpoints()).build()) {
            assertThat(client.blocking().stat("/").isDirectory()).isTrue();
        }
    }

    @Test
    void aRefusal_isFinal_andReplayedAfterALostAnswer() {
        try (MetroonClient client = client(cluster.endpoints()).build()) {
            client.blocking().createFile("/taken");
            cluster.node(1).fail(Fault.DROP_AFTER);
            RefusedException refused = catchThrowableOfType(
                    RefusedException.class, () -> client.blocking().createFile("/taken"));
            assertThat(refused.code()).isEqualTo("EEXIST");
            assertThat(refused.path()).isEqualTo(MetroonPath.of("/taken"));
            assertThat(cluster.effects()).isEqualTo(2);
        }
    }

    @Test
    void noNodeListens_isUnavailable_becauseNothingWasSent() throws IOException {
        int port = freePort();
        try (MetroonClient client =
                client("127.0.0.1:" + port).timeout(Duration.ofMillis(300)).build()) {
            assertThatThrownBy(() -> client.blocking().createFile("/x"))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void everyNodeSays503_isUnavailable() {
        for (int id = 1; id <= 3; id++) {
            cluster.node(id).fail(Fault.UNAVAILABLE_FOR_A_SECOND);
        }
        try (MetroonClient client =
                client(cluster.endpoints()).timeout(Duration.ofMillis(500)).build()) {
            assertThatThrownBy(() -> client.blocking().createFile("/x")).isInstanceOf(UnavailableException.class);
            assertThat(cluster.effects()).isZero();
        }
    }

    @Test
    void retryAfter_isHonoured_whileOtherNodesAreTried() {
        cluster.node(1).fail(Fault.UNAVAILABLE_FOR_A_SECOND);
        try (MetroonClient client = client(cluster.endpoints()).build()) {
            client.blocking().createFile("/x");
            client.blocking().createFile("/y");
            assertThat(cluster.node(1).requests()).hasSize(1);
        }
    }

    @Test
    void lostAnswersUntilTheTimeout_areAnUnknownOutcome_withTheKey() {
        try (LoopbackCluster one = LoopbackCluster.start(1);
                MetroonClient client = client(one.endpoints())
                        .attemptTimeout(Duration.ofSeconds(2))
                        .timeout(Duration.ofMillis(300))
                        .build()) {
            one.node(1).fail(Fault.HANG_AFTER);
            OutcomeUnknownException unknown = catchThrowableOfType(
                    OutcomeUnknownException.class, () -> client.blocking().createFile("/x"));
            assertThat(unknown.key()).isNotEmpty();
            assertThat(unknown).hasMessageContaining(unknown.key());
            assertThat(one.effects()).isEqualTo(1);
        }
    }

    @Test
    void anUnknownAttempt_thenOnly503_isStillUnknown() {
        try (LoopbackCluster one = LoopbackCluster.start(1);
                MetroonClient client =
                        client(one.endpoints()).timeout(Duration.ofMillis(500)).build()) {
            one.node(1).fail(Fault.TIMEOUT_AFTER, Fault.UNAVAILABLE_FOR_A_SECOND);
            assertThatThrownBy(() -> client.blocking().createFile("/x")).isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void aReadThatIsNeverAnswered_isUnavailable_notUnknown() {
        try (LoopbackCluster one = LoopbackCluster.start(1);
                MetroonClient client =
                        client(one.endpoints()).timeout(Duration.ofMillis(300)).build()) {
            one.node(1).fail(Fault.HANG_BEFORE, Fault.HANG_BEFORE);
            assertThatThrownBy(() -> client.blocking().stat("/")).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void oneEndpoint_isEnough_theOthersAreLearned() {
        try (MetroonClient client =
                client(cluster.node(2).url()).discovery(true).build()) {
            client.blocking().createFile("/x");
            org.awaitility.Awaitility.await().untilAsserted(() -> {
                client.blocking().stat("/x");
                assertThat(cluster.node(1).requests()).anyMatch(request -> request.contains("/v1/fs/x"));
            });
            cluster.node(1).stop();
            cluster.node(2).stop();
            assertThat(client.blocking().stat("/x").size()).isZero();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
