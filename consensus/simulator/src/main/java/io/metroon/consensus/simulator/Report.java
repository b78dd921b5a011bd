package io.metroon.consensus.simulator;

import io.metroon.consensus.simulator.check.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param seed of the run
 * @param settings what the seed drew, in words
 * @param steps steps of all cores
 * @param virtualNanos how long it lasted in the world's own time
 * @param chosenSlots how many slots were chosen
 * @param acknowledged how many operations of clients were answered
 * @param digest equal for equal runs
 * @param violation what broke, if anything did
 * @param coverage the situations it reached
 * @param faults what was done to it, in order
 * @param timeline its last events, when asked for
 */
public record Report(
        long seed,
        String settings,
        long steps,
        long virtualNanos,
        long chosenSlots,
        long acknowledged,
        long digest,
        @Nullable Violation violation,
        Coverage coverage,
        List<Fault> faults,
        List<String> timeline) {
    /** Whether every invariant held. */
    public boolean passed() {
        return violation == null;
    }
}
