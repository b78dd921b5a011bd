package io.metroon.consensus.frame;

import io.metroon.consensus.Effect;
import io.metroon.consensus.Freshness;
import io.metroon.consensus.SteadyTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stamps of this node's own clocks, which a leader echoes once it has been confirmed after it received them. No two machines'
 * clocks are compared. To others a stamp is a number; numbers begin at random, so that an echo for a process that is gone
 * means nothing to the next.
 */
final class Stamps {
    private static final int KEPT = 256;

    private final Context context;
    private final Map<Long, SteadyTime> given = new LinkedHashMap<>();
    private long last;
    private @Nullable SteadyTime confirmed;

    Stamps(Context context) {
        this.context = context;
    }

    /** A stamp of now; of the last tick, to be exact, which was before. 0 as long as there was none. */
    long give() {
        if (context.now() == 0) {
            return 0;
        }
        if (last == 0) {
            last = context.drawToken();
        }
        given.put(++last, context.steadyTime());
        if (given.size() > KEPT) {
            given.remove(given.keySet().iterator().next());
        }
        return last;
    }

    /** A leader says that what was acknowledged before a stamp was given is within the slots up to one. */
    void echoed(long stamp, long slot) {
        SteadyTime asOf = given.get(stamp);
        if (asOf != null) {
            confirmed(asOf, slot);
        }
    }

    /** Everything acknowledged before a moment is within the slots up to one. */
    void confirmed(SteadyTime asOf, long slot) {
        if (confirmed == null || confirmed.monotonicNanos() - asOf.monotonicNanos() < 0) {
            confirmed = asOf;
            context.emit(new Effect.FreshnessConfirmed(new Freshness(asOf, slot, context.toleranceNanos())));
        }
    }
}
