package io.metroon.namespace;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Which revisions are pinned, and how often. Thread-safe. */
final class Pins {
    private static final long NONE = -1;

    private final NavigableMap<Long, Integer> counts = new TreeMap<>();
    // Read at every overwrite: while nothing is pinned a write pays for one volatile read.
    private volatile long newest = NONE;
    private final AtomicLong releases = new AtomicLong();

    synchronized void add(long revision) {
        counts.merge(revision, 1, Integer::sum);
        newest = counts.lastKey();
    }

    synchronized void release(long revision) {
        counts.computeIfPresent(revision, (pinned, count) -> count == 1 ? null : count - 1);
        newest = counts.isEmpty() ? NONE : counts.lastKey();
        releases.incrementAndGet();
    }

    /** Whether some pinned revision sees a row written at a revision and not yet superseded. */
    boolean seesFrom(long written) {
        return newest >= written;
    }

    /** Whether some pinned revision sees a row written at one revision and superseded at another. */
    synchronized boolean seesWithin(long written, long superseded) {
        Long pinned = counts.ceilingKey(written);
        return pinned != null && pinned < superseded;
    }

    /** How many releases there were: when it changes, history may have become garbage. */
    long releases() {
        return releases.get();
    }

    synchronized int size() {
        return counts.size();
    }
}
