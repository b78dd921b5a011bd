package io.metroon.consensus.simulator.disk;

import java.util.random.RandomGenerator;

/**
 * What goes wrong on one disk, and how long it takes. The nemesis sets it; the disk asks it.
 *
 * <p>A fault once taken is counted, so that the world can tell a node that stopped with cause from one that stopped
 * without.
 */
public final class DiskFaults {
    private final RandomGenerator random;
    private int operationsUntilCut = -1;
    private boolean syncFails;
    private long stallNanos;
    private long syncNanosMean = 200_000;
    private long reservedBytes;
    private int taken;

    /** No faults. */
    public DiskFaults(RandomGenerator random) {
        this.random = random;
    }

    /** Cuts the power inside a disk operation, after this many others. */
    public void cutPowerAfter(int operations) {
        operationsUntilCut = operations;
    }

    /** The next sync of a file fails: what it should have written is then marked clean and is partly lost. */
    public void failNextSync() {
        syncFails = true;
    }

    /** The next sync of a file takes this much longer. */
    public void stallNextSync(long nanos) {
        stallNanos = nanos;
    }

    /** How long a sync takes on average. */
    public void syncNanosMean(long nanos) {
        syncNanosMean = nanos;
    }

    /** Somebody else fills this much of the disk. */
    public void reserve(long bytes) {
        reservedBytes = bytes;
    }

    /** How many faults that entitle a node to stop were met since the last {@link #forget}. */
    public int taken() {
        return taken;
    }

    /** Nothing is about to go wrong any more, and nothing did. */
    public void forget() {
        operationsUntilCut = -1;
        syncFails = false;
        stallNanos = 0;
        taken = 0;
    }

    /** Everything as it should be. */
    public void heal() {
        operationsUntilCut = -1;
        syncFails = false;
        stallNanos = 0;
        reservedBytes = 0;
    }

    boolean cutsPowerNow() {
        if (operationsUntilCut < 0) {
            return false;
        }
        operationsUntilCut--;
        return operationsUntilCut < 0;
    }

    boolean failsThisSync() {
        boolean fails = syncFails;
        syncFails = false;
        taken += fails ? 1 : 0;
        return fails;
    }

    void tookFault() {
        taken++;
    }

    /** How long the next task that writes and syncs takes. */
    public long taskNanos() {
        long stall = stallNanos;
        stallNanos = 0;
        return stall + syncNanosMean / 2 + random.nextLong(syncNanosMean + 1);
    }

    long reservedBytes() {
        return reservedBytes;
    }
}
