package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.metroon.namespace.ServiceException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators ask: version, cluster, backup, health, metrics. */
final class OperationsTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    @Test
    void version_namesTheFeatures() {
        JsonNode version = metroon.send("GET", "/v1").json();

        assertThat(version.path("version").asText()).isEqualTo("0.1.0-test");
        assertThat(version.path("api").asInt()).isEqualTo(1);
        assertThat(version.path("features")).extracting(JsonNode::asText).contains("fs", "batch", "backup");
    }

    @Test
    void cluster_showsWhatIsKnownAndNullForWhatIsNot() {
        JsonNode cluster = metroon.send("GET", "/v1/cluster").json();

        assertThat(cluster.path("leader").asText()).isEqualTo("n1");
        assertThat(cluster.path("nodes").get(0).path("digest").asText()).isEqualTo("00ff");
        JsonNode gone = cluster.path("nodes").get(1);
        assertThat(gone.path("role").asText()).isEqualTo("unreachable");
        assertThat(gone.has("applied")).isTrue();
        assertThat(gone.path("applied").isNull()).isTrue();
    }

    @Test
    void ready_meansThatALinearizableReadGoesThrough() {
        assertThat(metroon.send("GET", "/health/ready").json().path("status").asText())
                .isEqualTo("UP");

        metroon.service.fail(Kind.UNAVAILABLE);
        Answer down = metroon.send("GET", "/health/ready");
        Answer live = metroon.send("GET", "/health/live");
        metroon.service.fail(null);

        assertThat(down.problem()).isEqualTo("503 EAGAIN");
        assertThat(live.status()).isEqualTo(200);
    }

    @Test
    void failures_tellWhetherSomethingHappened() {
        metroon.service.fail(Kind.OVERLOADED);
        Answer overloaded = metroon.send("PUT", "/v1/fs/x");
        metroon.service.fail(Kind.UNAVAILABLE);
        Answer unavailable = metroon.send("GET", "/v1/fs/x");
        metroon.service.fail(null);

        assertThat(overloaded.problem()).isEqualTo("503 EAGAIN");
        assertThat(overloaded.header("retry-after")).isEqualTo("1");
        assertThat(overloaded.json().path("retry").asText()).isEqualTo("later");
        assertThat(unavailable.problem()).isEqualTo("503 EAGAIN");
    }

    @Test
    void metrics_countByRouteNotByPath() {
        metroon.send("GET", "/v1/fs/some/path/nobody/else/uses");
        metroon.send("FROB", "/v1/fs/another");

        String metrics = metroon.send("GET", "/metrics").text();

        assertThat(metrics)
                .contains("metroon_http_requests_seconds_count{method=\"GET\",route=\"/v1/fs\",status=\"404\"}")
                .contains("method=\"other\",route=\"/v1/fs\",status=\"405\"")
                .doesNotContain("nobody");
    }

    @Test
    void backup_isStreamedWithItsRevision() {
        Answer backup = metroon.send("GET", "/v1/backup");

        assertThat(backup.status()).isEqualTo(200);
        assertThat(backup.header("metroon-revision")).isEqualTo("7");
        assertThat(backup.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(backup.header("content-disposition")).contains("metroon-7.backup");
        assertThat(backup.octets()).hasSize(4 * PiecewiseBackup.PIECE_BYTES);
        assertThat(metroon.send("HEAD", "/v1/backup").status()).isEqualTo(200);
    }

    @Test
    void backup_carriesContentUnlessToldNotTo() {
        metroon.send("GET", "/v1/backup");
        assertThat(metroon.backups.content).isTrue();
        metroon.send("GET", "/v1/backup?content=false");
        assertThat(metroon.backups.content).isFalse();
        assertThat(metroon.send("GET", "/v1/backup?content=perhaps").status()).isEqualTo(400);
    }

    @Test
    void aBackupThatNobodyReads_isNotProduced_andIsLetGoWhenTheClientLeaves() {
        metroon.backups.pieces = 10_000;
        int closes = metroon.backups.closes.get();
        try (RawConnection raw = metroon.connect()) {
            raw.say("GET /v1/backup HTTP/1.1\nHost: localhost\n\n");
            assertThat(raw.read(1)).isEqualTo(1);
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(metroon.backups.piecesAsked::get, asked -> asked < 1_000);
        } finally {
            metroon.backups.pieces = 4;
        }
        await().until(() -> metroon.backups.closes.get() > closes);
    }

    @Test
    void aBackupThatBreaksOff_doesNotPassForTheWhole() {
        metroon.backups.breaksOff = true;
        try (RawConnection raw = metroon.connect()) {
            raw.say("GET /v1/backup HTTP/1.1\nHost: localhost\n\n");
            assertThat(raw.isClosedByPeer()).isTrue();
        } finally {
            metroon.backups.breaksOff = false;
        }
    }

    @Test
    void theDescription_isServed() {
        assertThat(metroon.send("GET", "/openapi.yaml").text()).startsWith("openapi: 3.1");
    }
}
