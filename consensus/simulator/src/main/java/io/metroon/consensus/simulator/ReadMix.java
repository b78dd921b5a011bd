package io.metroon.consensus.simulator;

import io.metroon.consensus.ReadSettings;
import io.metroon.replica.ReadLevel;
import java.time.Duration;
import java.util.List;

/**
 * What a seed draws about reads: whether leaders hold leases, and which levels clients ask for.
 *
 * @param settings of the cores
 * @param kinds of reads, of which each client draws
 * @param boundNanosLeast of staleness
 * @param boundNanosMost of staleness
 */
record ReadMix(ReadSettings settings, List<Kind> kinds, double boundNanosLeast, double boundNanosMost) {
    /** The clocks of two nodes run at 0.98 to 1.02 of true time: the slowest at this much less than the rate of the fastest. */
    private static final double CLOCK_RATE_BOUND = 0.04;

    private static final double TICK_NANOS = 10_000_000;

    /** The levels, without what each is given. */
    private enum Kind {
        LINEARIZABLE,
        LEASE,
        QUORUM,
        BOUNDED,
        AT_LEAST,
        STALE
    }

    /** What this seed draws. */
    static ReadMix draw(Chance chance, Swarm swarm) {
        double timeout = swarm.consensus().electionTimeoutTicks() * TICK_NANOS;
        long span = (long) (timeout * chance.oneOf(0.5, 1.0, 2.0));
        ReadSettings settings = new ReadSettings(true, 0, 0, span / 5);
        List<Kind> kinds = chance.with(0.3)
                ? List.of(Kind.LINEARIZABLE)
                : chance.oneOf(
                        List.of(Kind.values()),
                        List.of(Kind.LINEARIZABLE, Kind.LEASE),
                        List.of(Kind.LINEARIZABLE, Kind.QUORUM),
                        List.of(Kind.BOUNDED, Kind.AT_LEAST, Kind.STALE));
        return new ReadMix(
                chance.with(0.5) ? settings.withLease(span, CLOCK_RATE_BOUND, span / 5) : settings,
                kinds,
                swarm.consensus().heartbeatTicks() * TICK_NANOS,
                timeout);
    }

    /** The level of a client's next read, when it has seen a slot. */
    ReadLevel next(Chance chance, long seen) {
        Kind kind = kinds.get(chance.below(kinds.size()));
        return switch (kind) {
            case LINEARIZABLE -> new ReadLevel.Linearizable();
            case LEASE -> new ReadLevel.Lease();
            case QUORUM -> new ReadLevel.Quorum();
            case BOUNDED -> new ReadLevel.Bounded(Duration.ofNanos((long) chance.log(boundNanosLeast, boundNanosMost)));
            case AT_LEAST -> new ReadLevel.AtLeast(seen);
            case STALE -> new ReadLevel.Stale();
        };
    }
}
