package io.metroon.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimestampsTest {
    @Test
    void times_haveNineDecimals_alsoBefore1970() {
        assertThat(Timestamps.format(0)).isEqualTo("1970-01-01T00:00:00.000000000Z");
        assertThat(Timestamps.format(-1)).isEqualTo("1969-12-31T23:59:59.999999999Z");
        assertThat(Timestamps.format(Long.MAX_VALUE)).isEqualTo("2262-04-11T23:47:16.854775807Z");
        assertThat(Timestamps.format(Long.MIN_VALUE)).isEqualTo("1677-09-21T00:12:43.145224192Z");
    }

    @Test
    void parsing_undoesFormatting_andAgreesWithTheClassLibrary() {
        Random random = new Random(11);
        for (int round = 0; round < 10_000; round++) {
            long nanos = random.nextLong();
            String text = Timestamps.format(nanos);
            assertThat(Timestamps.parse("mtime", text)).isEqualTo(nanos);
            assertThat(Instant.parse(text))
                    .isEqualTo(Instant.ofEpochSecond(
                            Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)));
        }
    }
}
