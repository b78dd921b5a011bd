package io.metroon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths are octets. */
class MetroonPathTest {
    @Test
    void everyOctetButSlashAndNul_roundTripsThroughTheEncodedForm() {
        for (int octet = 1; octet < 256; octet++) {
            if (octet != '/' && octet != '.') {
                Octets name = Octets.of(new byte[] {(byte) octet});
                MetroonPath path = MetroonPath.ROOT.resolve(name);
                assertThat(MetroonPath.ofEncoded(path.encoded()).name()).isEqualTo(name);
            }
        }
    }

    @Test
    void text_isTakenAsItIs_percentAndAll() {
        assertThat(MetroonPath.of("/100%/é").encoded()).isEqualTo("/100%25/%C3%A9");
        assertThat(MetroonPath.of("/100%/é")).hasToString("/100%/é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "//", "/a//b", "/.", "/a/..", "/a\0b"})
    void malformedText_isRefused(String text) {
        assertThatThrownBy(() -> MetroonPath.of(text))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("EINVAL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%2F", "/%00", "/%2e%2E", "/%", "/%4", "/%zz"})
    void malformedEncoding_isRefused(String text) {
        assertThatThrownBy(() -> MetroonPath.ofEncoded(text)).isInstanceOf(RefusedException.class);
    }

    @Test
    void parents_namesAndAncestors_followTheSlashes() {
        MetroonPath path = MetroonPath.of("/a/b/");
        assertThat(path.parent()).isEqualTo(MetroonPath.of("/a"));
        assertThat(path.parent().parent()).isEqualTo(MetroonPath.ROOT);
        assertThat(MetroonPath.ROOT.parent()).isEqualTo(MetroonPath.ROOT);
        assertThat(path.names()).containsExactly(Octets.of("a"), Octets.of("b"));
        assertThat(path.startsWith(MetroonPath.of("/a"))).isTrue();
        assertThat(MetroonPath.of("/ab").startsWith(MetroonPath.of("/a"))).isFalse();
    }

    @Test
    void order_isByUnsignedOctetsOfNames() {
        assertThat(MetroonPath.of("/a/b")).isLessThan(MetroonPath.of("/a!"));
        assertThat(MetroonPath.ofEncoded("/%7F")).isLessThan(MetroonPath.ofEncoded("/%80"));
    }
}
