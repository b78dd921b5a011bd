package io.metroon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read by hand where they have Metroon's form, and as ever where they have another. */
class StatJsonTest {
    @Test
    void timesOfMetroonsForm_areReadAsTheGeneralParserReadsThem() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(0, random.nextLong()).plusNanos(i % 2);
            String whole = time.toString().replaceFirst("(:\\d\\d)(?:\\.(\\d+))?Z", "$1.$2");
            String text = whole + "0".repeat(29 - whole.length()) + "Z";
            assertThat(StatJson.time(text)).isEqualTo(Instant.parse(text)).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T23:59:59Z", "2026-01-31T23:59:59.5Z", "-0001-01-31T23:59:59.12345678Z"})
    void otherForms_areReadToo(String text) {
        assertThat(StatJson.time(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-31T23:59:59.123456789Z", "2026-01-31T23:59:59.12345678xZ", "yesterday"})
    void whatIsNoTime_isRefused(String text) {
        assertThatThrownBy(() -> StatJson.time(text)).isInstanceOf(DateTimeException.class);
    }
}
