package io.metroon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RequestHeadersTest {
    @Test
    void aKey_isTheSameBareAndQuoted_andUnescapedInside() {
        assertThat(RequestHeaders.idempotencyKey("a-1").key()).isEqualTo("a-1");
        assertThat(RequestHeaders.idempotencyKey("\"a-1\"").key()).isEqualTo("a-1");
        assertThat(RequestHeaders.idempotencyKey("\"a\\\"\\\\b\"").key()).isEqualTo("a\"\\b");
        assertThat(RequestHeaders.idempotencyKey("k".repeat(255)).key()).hasSize(255);
    }

    @Test
    void fingerprints_tellPartsApart() {
        byte[] one = RequestHeaders.idempotencyKey("k", new byte[] {1}, new byte[] {2, 3})
                .fingerprint();
        byte[] two = RequestHeaders.idempotencyKey("k", new byte[] {1, 2}, new byte[] {3})
                .fingerprint();

        assertThat(one).hasSize(32).isNotEqualTo(two);
    }

    @Test
    void accept_isReadByRangesAndWeights() {
        assertThat(RequestHeaders.accepts(null, "application/json")).isTrue();
        assertThat(RequestHeaders.accepts("*/*", "application/json")).isTrue();
        assertThat(RequestHeaders.accepts("text/html, application/*;q=0.5", "application/json"))
                .isTrue();
        assertThat(RequestHeaders.accepts("Application/JSON; charset=utf-8", "application/json"))
                .isTrue();
        assertThat(RequestHeaders.accepts("text/html", "application/json")).isFalse();
        assertThat(RequestHeaders.accepts("application/json;q=0", "application/json"))
                .isFalse();
        assertThat(RequestHeaders.accepts("application/json;q=0.000", "application/json"))
                .isFalse();
    }
}
