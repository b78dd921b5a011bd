package io.metroon.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metroon.namespace.ReadMode;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HTTP itself: versions, connections, expectations, and the longest request line. */
final class ProtocolTest {
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
    void http2_overCleartext_servesTheSame() {
        metroon.send(Version.HTTP_2, "GET", "/v1", BodyPublishers.noBody());
        Answer upgraded = metroon.send(Version.HTTP_2, "PUT", "/v1/fs/two", BodyPublishers.noBody());
        Answer written =
                metroon.send(Version.HTTP_2, "PUT", "/v1/content/two", BodyPublishers.ofByteArray(new byte[60_000]));
        Answer read = metroon.send(Version.HTTP_2, "GET", "/v1/content/two", BodyPublishers.noBody());
        Answer head = metroon.send(Version.HTTP_2, "HEAD", "/v1/content/two", BodyPublishers.noBody());

        assertThat(upgraded.status()).isEqualTo(201);
        assertThat(written.version()).isEqualTo(Version.HTTP_2);
        assertThat(written.status()).isEqualTo(200);
        assertThat(read.octets()).hasSize(60_000);
        assertThat(head.header("content-length")).isEqualTo("60000");
        assertThat(head.octets()).isEmpty();
    }

    @Test
    void http2_withoutABody_isTakenForThat() {
        metroon.send(Version.HTTP_2, "GET", "/v1", BodyPublishers.noBody());
        metroon.send(Version.HTTP_2, "PUT", "/v1/content/gone", BodyPublishers.ofByteArray(new byte[10]));

        assertThat(metroon.send(Version.HTTP_2, "DELETE", "/v1/fs/gone", BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
        assertThat(metroon.send(Version.HTTP_2, "MKCOL", "/dav/folder", BodyPublishers.noBody())
                        .status())
                .isEqualTo(201);
        assertThat(metroon.send(Version.HTTP_2, "DELETE", "/dav/folder", BodyPublishers.noBody())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void http2_withABodyThatIsTooLong_isRefusedAndTheConnectionLivesOn() {
        metroon.send(Version.HTTP_2, "GET", "/v1", BodyPublishers.noBody());

        Answer refused =
                metroon.send(Version.HTTP_2, "PUT", "/v1/content/vast", BodyPublishers.ofByteArray(new byte[70_000]));

        assertThat(refused.problem()).isEqualTo("413 EFBIG");
        assertThat(metroon.send(Version.HTTP_2, "GET", "/v1", BodyPublishers.noBody())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void oneConnection_servesManyRequests_alsoAfterRefusals() {
        try (RawConnection raw = metroon.connect()) {
            for (int request = 0; request < 5; request++) {
                raw.say("GET /v1/fs/absent HTTP/1.1\nHost: localhost\n\n");
                assertThat(raw.hear().status()).isEqualTo(404);
            }
        }
    }

    @Test
    void pipelinedRequests_areAnsweredInOrder() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("""
                    PUT /v1/fs/pipe HTTP/1.1
                    Host: localhost

                    GET /v1/fs/pipe HTTP/1.1
                    Host: localhost

                    GET /v1/nothing HTTP/1.1
                    Host: localhost

                    """);
            assertThat(raw.hear().status()).isEqualTo(201);
            assertThat(raw.hear().status()).isEqualTo(200);
            assertThat(raw.hear().status()).isEqualTo(404);
        }
    }

    @Test
    void aSenderThatAsksFirst_isToldToGoOn() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("PUT /v1/content/asked HTTP/1.1\nHost: localhost\nExpect: 100-continue\nContent-Length: 3\n\n");
            assertThat(raw.hear().status()).isEqualTo(100);
            raw.say("abc");
            assertThat(raw.hear().status()).isEqualTo(201);
        }
    }

    @Test
    void aRefusalBeforeTheBody_closesTheConnectionRatherThanMistakingTheBodyForARequest() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("""
                    PUT /v1/content/smuggled HTTP/1.1
                    Host: localhost
                    Content-Length: 99999

                    DELETE /v1/fs/pipe HTTP/1.1
                    Host: localhost

                    """);
            Answer answer = raw.hear();
            assertThat(answer.problem()).isEqualTo("413 EFBIG");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(raw.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aLengthBesideChunks_isNotBelieved() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("""
                    PUT /v1/content/both HTTP/1.1
                    Host: localhost
                    Content-Length: 3
                    Transfer-Encoding: chunked

                    5
                    hello
                    0

                    """);
            assertThat(raw.hear().status()).isIn(201, 400);
        }
        Answer kept = metroon.send("GET", "/v1/content/both");
        assertThat(kept.status() == 404 || kept.text().equals("hello")).isTrue();
    }

    @Test
    void http10_isServedAndClosed() {
        try (RawConnection raw = metroon.connect()) {
            raw.say("GET /v1 HTTP/1.0\n\n");
            assertThat(raw.hear().status()).isEqualTo(200);
            assertThat(raw.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void theLongestPath_withEveryOctetEncoded_isServed() {
        String name = "/" + "%C3%A9".repeat(101) + "%41";
        String path = name.repeat(20);
        Answer made = metroon.send("PUT", "/v1/fs" + path + "?type=directory&parents=true");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("path").asText().getBytes(UTF_8)).hasSize(20 * 204);
        assertThat(metroon.send("GET", made.header("location")).status()).isEqualTo(200);
    }

    @Test
    void patience_isTheCallersWithinBounds() {
        metroon.send("GET", "/v1/fs/");
        assertThat(metroon.service.patienceSeen()).hasSeconds(4);
        metroon.send("GET", "/v1/fs/", "Prefer", "return=minimal, wait=9");
        assertThat(metroon.service.patienceSeen()).hasSeconds(9);
        metroon.send("PUT", "/v1/fs/patient", "Prefer", "wait=0");
        assertThat(metroon.service.patienceSeen()).hasSeconds(0);
    }

    @Test
    void freshness_isTheCallersChoice() {
        String revision = metroon.send("PUT", "/v1/fs/fresh").header("metroon-revision");

        Map<String, ReadMode> modes = Map.of(
                "linearizable",
                new ReadMode.Linearizable(),
                "lease",
                new ReadMode.Lease(),
                "quorum",
                new ReadMode.Quorum(),
                "bounded=1",
                new ReadMode.Bounded(Duration.ofMillis(1)),
                "bounded=999999999",
                new ReadMode.Bounded(Duration.ofMillis(999_999_999)),
                "at-least=" + revision,
                new ReadMode.AtLeast(Long.parseLong(revision)),
                "stale",
                new ReadMode.Stale());
        modes.forEach((text, mode) -> {
            assertThat(metroon.send("GET", "/v1/fs/fresh", "Metroon-Read", text).status())
                    .isEqualTo(200);
            assertThat(metroon.service.modeSeen()).isEqualTo(mode);
        });
        metroon.send("GET", "/v1/fs/fresh");
        assertThat(metroon.service.modeSeen()).isEqualTo(new ReadMode.Linearizable());
    }
}
