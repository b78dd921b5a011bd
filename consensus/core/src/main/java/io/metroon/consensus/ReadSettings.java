package io.metroon.consensus;

/**
 * What reads may rest on besides a round of the leader.
 *
 * @param bounded whether leaders confirm the stamps of replicas, so that these may answer reads of bounded staleness
 * @param leaseNanos how long a voter that acknowledged a leader lets nobody else be elected: D; 0 for no leases
 * @param clockRateBound by what share the rates of two monotonic clocks differ at most: rho, at least 0 and below 1
 * @param marginNanos by which a lease is shorter than the clocks allow, and how long a suspend of the machine may go
 *     unnoticed
 */
public record ReadSettings(boolean bounded, long leaseNanos, double clockRateBound, long marginNanos) {
    /** Reads rest on rounds of the leader alone. */
    public static final ReadSettings NONE = new ReadSettings(false, 0, 0, 100_000_000);

    /** Reads of bounded staleness, and no leases. */
    public static final ReadSettings DEFAULT = new ReadSettings(true, 0, 0, 100_000_000);

    /** Checks the bounds. */
    public ReadSettings {
        if (leaseNanos < 0 || marginNanos < 0 || !(clockRateBound >= 0 && clockRateBound < 1)) {
            throw new IllegalArgumentException("not a span, a margin and a rate: " + leaseNanos + " ns, " + marginNanos
                    + " ns, " + clockRateBound);
        }
        if (leaseNanos > 0 && leaseNanos * (1 - clockRateBound) <= marginNanos) {
            throw new IllegalArgumentException("a lease of " + leaseNanos + " ns, less " + clockRateBound
                    + " of it for drift and " + marginNanos + " ns, is none");
        }
    }

    /** With leases; see ADR 9 for what they cost. */
    public ReadSettings withLease(long spanNanos, double rateBound, long margin) {
        return new ReadSettings(bounded, spanNanos, rateBound, margin);
    }

    /** Whether leaders hold leases. */
    public boolean leases() {
        return leaseNanos > 0;
    }

    /** Whether leaders have to tell members anything about reads besides positions. */
    public boolean pulses() {
        return bounded || leases();
    }

    /** For how long a leader may rely on what a block of voters acknowledged, from when it asked, on its own clock. */
    public long usableLeaseNanos() {
        return (long) (leaseNanos * (1 - clockRateBound)) - marginNanos;
    }
}
