package io.metroon.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogClockTest {
    private static final long NOW = Tester.STAMP;

    @Test
    void clockThatNeverRan_startsAtTheFirstStamp() {
        assertThat(LogClock.after(0, NOW, false)).isEqualTo(NOW);
    }

    @Test
    void clock_followsStampsByTwoSecondsAtMost() {
        assertThat(LogClock.after(NOW, NOW + 2_000, false)).isEqualTo(NOW + 2_000);
        assertThat(LogClock.after(NOW, NOW + 2_001, false)).isEqualTo(NOW + 2_000);
    }

    @Test
    void clock_catchesUpBySixtySecondsAtMost() {
        assertThat(LogClock.after(NOW, NOW + 60_000, true)).isEqualTo(NOW + 60_000);
        assertThat(LogClock.after(NOW, NOW + 60_001, true)).isEqualTo(NOW + 60_000);
    }

    @Test
    void clock_neverGoesBack() {
        assertThat(LogClock.after(NOW, NOW - 1, false)).isEqualTo(NOW);
        assertThat(LogClock.after(NOW, -5, true)).isEqualTo(NOW);
    }

    @Test
    void timesOfFiles_areTheStampsAsTheyAre() {
        Tester tester = new Tester();
        tester.must(Tester.file("/a"));
        tester.stampMillis -= 1_000_000;
        tester.must(Tester.file("/b"));

        assertThat(tester.stat("/b").ctimeNanos()).isEqualTo(tester.stampMillis * 1_000_000);
        assertThat(tester.namespace.logClockMillis()).isEqualTo(NOW);
    }
}
