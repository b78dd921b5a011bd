package io.metroon.consensus.simulator;

import java.util.PriorityQueue;

/** Events in virtual time; those of the same nanosecond in the order they were scheduled. */
final class EventQueue {
    private record Event(long nanos, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long sequence;
    private long digest = 1;

    /** Virtual nanoseconds since the world began. */
    long now() {
        return now;
    }

    /** How many events have run. */
    long sequence() {
        return sequence;
    }

    void at(long nanos, Runnable action) {
        events.add(new Event(Math.max(nanos, now), sequence++, action));
    }

    void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** Runs the next event; false when there is none before the given time. */
    boolean runNext(long until) {
        Event next = events.peek();
        if (next == null || next.nanos > until) {
            now = Math.max(now, until);
            return false;
        }
        events.remove();
        now = next.nanos;
        mix(next.nanos * 31 + next.sequence);
        next.action.run();
        return true;
    }

    /** Adds to the fingerprint of the run. */
    void mix(long value) {
        digest = (digest ^ value) * 0x9E3779B97F4A7C15L;
        digest ^= digest >>> 29;
    }

    /** Equal for two runs that did the same. */
    long digest() {
        return digest;
    }
}
