package io.metroon.consensus.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What goes wrong in a run, in order, and what must not because the run is repeated with less. */
final class Schedule {
    private final EventQueue events;
    private final Reduction reduction;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private boolean told = true;

    Schedule(EventQueue events, Reduction reduction) {
        this.events = events;
        this.reduction = reduction;
    }

    /** Whether the next fault of a kind is to happen. It is counted either way, so that each keeps its number. */
    boolean begins(String kind) {
        String name = kind + "-" + numbers.merge(kind, 1, Integer::sum);
        boolean kept = reduction.keeps(name);
        if (kept) {
            faults.add(new Fault(name, events.now(), ""));
            told = false;
        }
        return kept;
    }

    /** Says what the fault that has begun is. */
    void tell(String what) {
        if (!told) {
            told = true;
            Fault last = faults.remove(faults.size() - 1);
            faults.add(new Fault(last.name(), last.nanos(), what));
        }
    }

    /** The rate of something that goes on all the time: what the seed drew, or nothing. */
    double rate(String name, double drawn) {
        boolean kept = drawn > 0 && reduction.keeps(name);
        if (kept) {
            faults.add(new Fault(name, 0, String.format("at a rate of %.4f", drawn)));
        }
        return kept ? drawn : 0;
    }

    Reduction reduction() {
        return reduction;
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }
}
