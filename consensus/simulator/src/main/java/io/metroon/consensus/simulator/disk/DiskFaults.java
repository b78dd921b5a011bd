package io.metroon.consensus.simulator.disk;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What goes wrong on one disk, and how long it takes. The nemesis sets it; the disk asks it.
 *
 * <p>A fault once taken is counted, so that the world can tell a node that stopped with cause from one that stopped
 * without.
 */
public final class DiskFaults {
    /** Part of no file's name. */
    public static final String NOTHING = "//";

    private final RandomGenerator random;
    private Consumer<String> onMet = what -> {};
    private int operationsUntilCut = -1;
    private String failingSync = NOTHING;
    private String withoutRoom = NOTHING;
    private long stallNanos;
    private long syncNanosMean = 200_000;
    private long reservedBytes;
    private int taken;
    private boolean lackedRoom;

    /** No faults. */
    public DiskFaults(RandomGenerator random) {
        this.random = random;
    }

    /** Cuts the power inside a disk operation, after this many others. */
    public void cutPowerAfter(int operations) {
        operationsUntilCut = operations;
    }

    /** Learns in words what fault met what kind of file. */
    public void onMet(Consumer<String> learns) {
        onMet = learns;
    }

    /**
     * The next sync of a file whose path has this in it fails: what it should have written is then marked clean and is
     * partly lost.
     */
    public void failNextSync(String pathPart) {
        failingSync = pathPart;
    }

    /** There is no room for files whose path has this in it. */
    public void refuseRoomFor(String pathPart) {
        withoutRoom = pathPart;
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
        failingSync = NOTHING;
        stallNanos = 0;
        taken = 0;
        lackedRoom = false;
    }

    /** Everything as it should be. */
    public void heal() {
        operationsUntilCut = -1;
        failingSync = NOTHING;
        withoutRoom = NOTHING;
        stallNanos = 0;
        reservedBytes = 0;
    }

    boolean cutsPowerNow(String path) {
        if (operationsUntilCut < 0) {
            return false;
        }
        operationsUntilCut--;
        boolean now = operationsUntilCut < 0;
        if (now) {
            onMet.accept("power cut in " + kindOf(path));
        }
        return now;
    }

    boolean failsThisSync(String path) {
        boolean fails = path.contains(failingSync);
        if (fails) {
            failingSync = NOTHING;
            met("sync failed of ", path);
        }
        return fails;
    }

    boolean refusesRoomFor(String path) {
        return path.contains(withoutRoom);
    }

    void lacksRoom(String path) {
        lackedRoom = true;
        met("no room for ", path);
    }

    /** Whether a process lacked room and has it again; true once. */
    public boolean hasRoomAgain() {
        boolean again = lackedRoom && reservedBytes == 0 && withoutRoom.equals(NOTHING);
        lackedRoom &= !again;
        return again;
    }

    /** A fault that entitles the node to stop. */
    void met(String what, String path) {
        taken++;
        onMet.accept(what + kindOf(path));
    }

    private static String kindOf(String path) {
        if (path.contains("spare")) {
            return "the next segment";
        }
        if (path.startsWith("log")) {
            return "the log";
        }
        return path.startsWith("snapshots") ? "a snapshot" : "the meta file";
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
