package io.metroon.consensus.simulator.check;

import java.util.List;

/** At most one leader may answer reads by itself at any moment of true time. */
public final class LeaseRules {
    private LeaseRules() {}

    /**
     * A node gets a lease, keeps it for longer than before, or has answered a read by it.
     *
     * @param holders the others that run, and whose shells would say right now that their leases hold
     */
    public static void checkAlone(int node, List<Integer> holders) {
        if (!holders.isEmpty()) {
            throw new Violation(
                    Invariant.ONE_LEASE, "node " + node + " holds a lease while nodes " + holders + " hold theirs");
        }
    }
}
