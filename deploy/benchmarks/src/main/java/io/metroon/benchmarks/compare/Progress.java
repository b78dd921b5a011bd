package io.metroon.benchmarks.compare;

import java.io.PrintWriter;
import java.util.Locale;

/** Says what is being done, and how long it has taken so far. */
final class Progress {
    private final PrintWriter err;
    private final long beganNanos = System.nanoTime();

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** The next step begins. */
    void at(String step) {
        err.println(String.format(Locale.ROOT, "%4d s  %s", (System.nanoTime() - beganNanos) / 1_000_000_000, step));
        err.flush();
    }
}
