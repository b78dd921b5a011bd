package io.metroon.namespace;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pins that listings in progress hold, one for each revision: for ten minutes after the first page, and at most
 * {@value #PINS_MAX}; beyond that the oldest goes and its cursors become stale. Thread-safe.
 */
final class CursorPins {
    static final int PINS_MAX = 1024;
    static final long HELD_NANOS = 600_000_000_000L;

    private final LongSupplier nanoTime;
    // In order of deadlines: a revision that is held anew goes to the end.
    private final Map<Long, Held> held = new LinkedHashMap<>();

    CursorPins(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Held(Pin pin, long deadlineNanos) {}

    /** Keeps a revision for the next ten minutes. */
    synchronized void hold(Pin pin) {
        Held before = held.remove(pin.revision());
        held.put(pin.revision(), new Held(pin.again(), nanoTime.getAsLong() + HELD_NANOS));
        if (before != null) {
            before.pin().close();
        }
        expire();
    }

    /** A pin of a held revision, to be closed by the caller; null when it is no longer held. */
    synchronized @Nullable Pin borrow(long revision) {
        expire();
        Held found = held.get(revision);
        return found == null ? null : found.pin().again();
    }

    /** Lets go what is past its time or beyond the bound. */
    synchronized void expire() {
        long now = nanoTime.getAsLong();
        Iterator<Held> oldest = held.values().iterator();
        while (oldest.hasNext()) {
            Held next = oldest.next();
            if (next.deadlineNanos() - now > 0 && held.size() <= PINS_MAX) {
                return;
            }
            next.pin().close();
            oldest.remove();
        }
    }

    /** Lets all go: the state they saw is gone. */
    synchronized void clear() {
        held.values().forEach(entry -> entry.pin().close());
        held.clear();
    }
}
