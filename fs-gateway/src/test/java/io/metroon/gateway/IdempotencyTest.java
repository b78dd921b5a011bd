package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.ServiceException.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A retry under the same key gets the first answer, and the operation takes effect once. */
final class IdempotencyTest {
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
    void aRetry_getsTheFirstAnswerInEveryPart() {
        Answer first = metroon.send("PUT", "/v1/fs/once", "Idempotency-Key", "key-1");
        metroon.send("DELETE", "/v1/fs/once");

        Answer again = metroon.send("PUT", "/v1/fs/once", "Idempotency-Key", "\"key-1\"");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        for (String header : new String[] {"etag", "location", "content-type", "metroon-revision"}) {
            assertThat(again.header(header)).as(header).isEqualTo(first.header(header));
        }
        assertThat(first.header("idempotency-replayed")).isEmpty();
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(metroon.send("GET", "/v1/fs/once").status()).isEqualTo(404);
    }

    @Test
    void aRefusal_isReplayedToo() {
        metroon.send("PUT", "/v1/fs/busy");
        assertThat(metroon.send("PUT", "/v1/fs/busy", "Idempotency-Key", "key-2")
                        .problem())
                .isEqualTo("409 EEXIST");
        metroon.send("DELETE", "/v1/fs/busy");

        Answer again = metroon.send("PUT", "/v1/fs/busy", "Idempotency-Key", "key-2");

        assertThat(again.problem()).isEqualTo("409 EEXIST");
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
    }

    @Test
    void aDelete_isReplayedAsDone() {
        metroon.send("PUT", "/v1/fs/dropped");
        metroon.send("DELETE", "/v1/fs/dropped", "Idempotency-Key", "key-3");

        assertThat(metroon.send("DELETE", "/v1/fs/dropped", "Idempotency-Key", "key-3")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void theSameKeyForAnotherRequest_isRefused() {
        metroon.send("PUT", "/v1/fs/first", "Idempotency-Key", "key-4");

        assertThat(metroon.send("PUT", "/v1/fs/second", "Idempotency-Key", "key-4")
                        .problem())
                .isEqualTo("422 EKEYREUSED");
        assertThat(metroon.send("DELETE", "/v1/fs/first", "Idempotency-Key", "key-4")
                        .problem())
                .isEqualTo("422 EKEYREUSED");
        assertThat(metroon.sendJson("PUT", "/v1/fs/first", "{}", "Idempotency-Key", "key-4")
                        .problem())
                .isEqualTo("422 EKEYREUSED");
    }

    @Test
    void aFailureToAnswer_isNotStored() {
        metroon.service.fail(Kind.OUTCOME_UNKNOWN);
        Answer unknown = metroon.send("PUT", "/v1/fs/later", "Idempotency-Key", "key-5");
        metroon.service.fail(null);

        assertThat(unknown.problem()).isEqualTo("504 ETIMEDOUT");
        assertThat(unknown.json().path("retry").asText()).isEqualTo("same-key");
        assertThat(metroon.send("PUT", "/v1/fs/later", "Idempotency-Key", "key-5")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void content_isPartOfWhatAKeyStandsFor() {
        metroon.sendOctets("PUT", "/v1/content/c", new byte[] {1}, "Idempotency-Key", "key-6");

        assertThat(metroon.sendOctets("PUT", "/v1/content/c", new byte[] {1}, "Idempotency-Key", "key-6")
                        .status())
                .isEqualTo(201);
        assertThat(metroon.sendOctets("PUT", "/v1/content/c", new byte[] {2}, "Idempotency-Key", "key-6")
                        .status())
                .isEqualTo(422);
    }
}
