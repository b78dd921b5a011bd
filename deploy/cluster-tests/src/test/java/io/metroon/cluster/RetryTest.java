package io.metroon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The same request again, elsewhere, when the node that answered it is dead. */
class RetryTest {
    @Test
    void retry_atAnotherNodeAfterTheLeaderDied_returnsTheFirstAnswerAndHappensOnce() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            int leader = cluster.awaitLeader();
            int other = leader % 3 + 1;
            Map<String, String> key = Map.of("Idempotency-Key", "\"once\"");
            Http.Answer first = cluster.http().send("PUT", cluster.url(leader) + "/v1/fs/once", "", key);
            assertThat(first.status()).isEqualTo(201);
            assertThat(first.replayed()).isFalse();
            cluster.kill(leader);

            Http.Answer again = awaitDefinite(cluster, "PUT", cluster.url(other) + "/v1/fs/once", key);
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.replayed()).isTrue();
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.revision()).isEqualTo(first.revision());

            Http.Answer unkeyed = cluster.http().send("PUT", cluster.url(other) + "/v1/fs/once");
            assertThat(unkeyed.status())
                    .as("without the key it is a second create")
                    .isEqualTo(409);
        }
    }

    @Test
    void retry_ofARefusalAfterTheLeaderDied_isRefusedAgainThoughItWouldSucceedNow() throws Exception {
        try (TestCluster cluster = TestCluster.start(3)) {
            int leader = cluster.awaitLeader();
            int other = leader % 3 + 1;
            Map<String, String> key = Map.of("Idempotency-Key", "\"refused\"");
            String file = cluster.url(leader) + "/v1/fs/missing/file";
            assertThat(cluster.http().send("PUT", file, "", key).status()).isEqualTo(404);
            cluster.http().send("PUT", cluster.url(leader) + "/v1/fs/missing?type=directory");
            cluster.kill(leader);

            Http.Answer again = awaitDefinite(cluster, "PUT", cluster.url(other) + "/v1/fs/missing/file", key);
            assertThat(again.status()).isEqualTo(404);
            assertThat(again.replayed()).isTrue();
            assertThat(cluster.http()
                            .send("GET", cluster.url(other) + "/v1/fs/missing/file")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static Http.Answer awaitDefinite(
            TestCluster cluster, String method, String url, Map<String, String> headers) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> cluster.http().send(method, url, "", headers), answer -> answer.status() < 500);
    }
}
