package io.metroon.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metroon.namespace.FilePath;
import io.metroon.namespace.Name;
import io.metroon.namespace.RefusedException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathDecoderTest {
    @Test
    void names_areSplitAtSlashesThenDecodedOnce() {
        assertThat(PathDecoder.decode("/a/%62%20c/%2541").path()).isEqualTo(FilePath.parse("/a/b c/%41"));
        assertThat(PathDecoder.decode("/caf\u00c3\u00a9").path()).isEqualTo(FilePath.parse("/caf\u00e9"));
    }

    @Test
    void theRoot_isEmptyOrASlash() {
        assertThat(PathDecoder.decode("").path().isRoot()).isTrue();
        assertThat(PathDecoder.decode("/").path().isRoot()).isTrue();
        assertThat(PathDecoder.decode("/").mustBeDirectory()).isFalse();
    }

    @Test
    void oneTrailingSlash_meansADirectory() {
        assertThat(PathDecoder.decode("/a/").mustBeDirectory()).isTrue();
        assertThat(PathDecoder.decode("/a/").path()).isEqualTo(FilePath.parse("/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//", "/a//", "//a", "/a//b", "/.", "/..", "/%2e", "/%2E%2e", "/a/./b", "/%2f", "/%00", "/%", "/%1",
                "/%g0", "/\u0100"
            })
    void whatTwoLayersCouldReadDifferently_isRefused(String raw) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> PathDecoder.decode(raw));
    }

    @Test
    void encoding_isUndoneByDecoding_forAllOctets() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] octets = new byte[1 + random.nextInt(20)];
            random.nextBytes(octets);
            Name name;
            try {
                name = Name.of(octets);
            } catch (RefusedException notAName) {
                continue;
            }
            FilePath path = new FilePath(java.util.List.of(name, Name.of("x".getBytes(UTF_8))));
            assertThat(PathDecoder.decode(PercentCoding.encode(path)).path()).isEqualTo(path);
        }
    }
}
