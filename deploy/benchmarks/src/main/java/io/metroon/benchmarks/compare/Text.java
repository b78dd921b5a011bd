package io.metroon.benchmarks.compare;

import io.metroon.consensus.simulator.PartialConnectivity;
import java.util.Locale;

/** How figures and names are written. */
final class Text {
    private Text() {}

    /** Three digits that say something. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** The median, and from where to where the trials went. */
    static String samples(Samples samples) {
        String range = samples.least() == samples.greatest()
                ? ""
                : " (" + number(samples.least()) + " to " + number(samples.greatest()) + ")";
        return number(samples.median()) + range;
    }

    static String title(Measure measure) {
        return measure.title + (measure.unit.isEmpty() ? "" : ", " + measure.unit);
    }

    static String shape(PartialConnectivity shape) {
        return switch (shape) {
            case QUORUM_LOSS -> "quorum loss";
            case CONSTRAINED -> "constrained election";
            case CHAINED -> "chained";
        };
    }
}
