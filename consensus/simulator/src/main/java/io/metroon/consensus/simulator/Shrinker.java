package io.metroon.consensus.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Makes a failing seed smaller: leaves out faults by delta debugging (Zeller and Hildebrandt, 2002), then clients, then the
 * end of its safety phase, as long as the same invariant still breaks.
 */
public final class Shrinker {
    private final Function<Reduction, Report> run;
    private final BooleanSupplier goesOn;
    private Report smallest;
    private Reduction reduction;

    private Shrinker(Function<Reduction, Report> run, Report failing, BooleanSupplier goesOn) {
        this.run = run;
        this.goesOn = goesOn;
        this.smallest = failing;
        this.reduction = Reduction.NONE.keeping(names(failing));
    }

    /**
     * The smallest reduction found.
     *
     * @param run runs the seed with less
     * @param failing the report of the whole seed, which must have a violation
     * @param goesOn asked before each run; the best so far counts once it says no
     */
    public static Reduction shrink(Function<Reduction, Report> run, Report failing, BooleanSupplier goesOn) {
        Shrinker shrinker = new Shrinker(run, failing, goesOn);
        if (!shrinker.accepts(shrinker.reduction)) {
            return Reduction.NONE; // should not be: nothing was left out
        }
        shrinker.dropFaults();
        shrinker.dropClients();
        shrinker.cutTime();
        shrinker.dropFaults();
        return shrinker.reduction;
    }

    private static List<String> names(Report report) {
        return report.faults().stream().map(Fault::name).toList();
    }

    private boolean accepts(Reduction candidate) {
        if (!goesOn.getAsBoolean()) {
            return false;
        }
        Report report = run.apply(candidate);
        boolean same = report.violation() != null
                && smallest.violation() != null
                && report.violation().invariant() == smallest.violation().invariant();
        if (same) {
            smallest = report;
            // What was to come after the violation is no part of it.
            reduction = candidate.keeping(names(report));
        }
        return same;
    }

    private void dropFaults() {
        for (int parts = 2; !names(smallest).isEmpty() && goesOn.getAsBoolean(); ) {
            int before = names(smallest).size();
            if (!dropOneOf(Math.min(parts, before))) {
                if (parts >= before) {
                    return;
                }
                parts *= 2;
            } else {
                parts = Math.max(2, parts - 1);
            }
        }
    }

    private boolean dropOneOf(int parts) {
        List<String> kept = names(smallest);
        for (int part = 0; part < parts; part++) {
            List<String> rest = new ArrayList<>(kept.subList(0, kept.size() * part / parts));
            rest.addAll(kept.subList(kept.size() * (part + 1) / parts, kept.size()));
            if (accepts(reduction.keeping(rest))) {
                return true;
            }
        }
        return false;
    }

    private void dropClients() {
        for (int clients = 0; clients < 4; clients++) {
            if (accepts(reduction.withClients(clients))) {
                return;
            }
        }
    }

    /** Halves the time from the last fault to the end as often as that makes no difference. */
    private void cutTime() {
        long last = smallest.faults().stream().mapToLong(Fault::nanos).max().orElse(0) / 1_000_000 + 1;
        long end = Math.min(reduction.millisMax(), smallest.virtualNanos() / 1_000_000 + 1);
        while (end - last > 50 && goesOn.getAsBoolean()) {
            long middle = last + (end - last) / 2;
            if (accepts(reduction.withMillis(middle))) {
                end = middle;
            } else {
                last = middle;
            }
        }
    }
}
