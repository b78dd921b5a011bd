package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page of somebody else's can do here: nothing. */
final class BrowserRulesTest {
    private static RunningGateway metroon;

    @BeforeAll
    static void start() {
        metroon = new RunningGateway(new GatewayConfig(
                "0.1.0-test",
                "127.0.0.1",
                0,
                1,
                GatewayConfig.Bounds.DEFAULT,
                new GatewayConfig.Origins(Set.of("files.example"), Set.of("https://app.example"))));
    }

    @AfterAll
    static void stop() {
        metroon.close();
    }

    @Test
    void aPageOfAnotherOrigin_mayNotReadAnswers() {
        Answer answer = metroon.send("GET", "/v1/fs/", "Origin", "https://evil.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void pagesOfTheClusterAndOfAllowedOrigins_mayReadAnswersAndTheirHeaders() {
        for (String origin : new String[] {"http://127.0.0.1:8421", "https://app.example"}) {
            Answer answer = metroon.send("GET", "/v1/fs/absent", "Origin", origin);

            assertThat(answer.header("access-control-allow-origin")).isEqualTo(origin);
            assertThat(answer.header("access-control-expose-headers")).contains("ETag", "Metroon-Revision");
            assertThat(answer.header("vary")).isEqualToIgnoringCase("origin");
        }
    }

    @Test
    void aPreflight_isAnsweredForAllowedOriginsOnly() {
        Answer allowed = metroon.send(
                "OPTIONS", "/v1/fs/x", "Origin", "https://app.example", "Access-Control-Request-Method", "PUT");
        Answer foreign = metroon.send(
                "OPTIONS", "/v1/fs/x", "Origin", "https://evil.example", "Access-Control-Request-Method", "PUT");

        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.header("access-control-allow-methods")).contains("PUT", "PATCH");
        assertThat(allowed.header("access-control-allow-headers")).contains("Idempotency-Key", "If-Match");
        assertThat(foreign.headers()).doesNotContainKey("access-control-allow-methods");
    }

    @Test
    void ourOwnNames_areServed_andNoOthers() {
        for (String host : new String[] {"localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:9", "files.example"}) {
            try (RawConnection raw = metroon.connect()) {
                raw.say("GET /v1 HTTP/1.1\nHost: " + host + "\n\n");
                assertThat(raw.hear().status()).as(host).isEqualTo(200);
            }
        }
        try (RawConnection raw = metroon.connect()) {
            raw.say("GET /v1 HTTP/1.1\nHost: files.example.evil.example\n\n");
            assertThat(raw.hear().problem()).isEqualTo("421 EPROTO");
        }
    }
}
