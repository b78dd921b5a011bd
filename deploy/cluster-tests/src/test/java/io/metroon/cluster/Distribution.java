package io.metroon.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Spans that were measured.
 *
 * @param sorted shortest first, at least one
 */
record Distribution(List<Duration> sorted) {
    Distribution {
        sorted = sorted.stream().sorted().toList();
    }

    Duration median() {
        return part(0.5);
    }

    /** A quarter of the trials took no longer. */
    Duration quarter() {
        return part(0.25);
    }

    Duration worst() {
        return sorted.get(sorted.size() - 1);
    }

    private Duration part(double part) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(part * sorted.size())));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d trials, ms: least %s, quarter %s, median %s, three quarters %s, nine tenths %s, worst %s",
                sorted.size(),
                millis(sorted.get(0)),
                millis(quarter()),
                millis(median()),
                millis(part(0.75)),
                millis(part(0.9)),
                millis(worst()));
    }

    private static String millis(Duration span) {
        double millis = span.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%.0f", millis);
    }
}
