package io.metroon.replica.log;

import java.util.Arrays;

/**
 * Where the newest record of each slot is: eight octets a slot, from the oldest slot still in the log. A ring would save
 * nothing, since slots come nearly in order and leave from the front in large steps.
 */
final class SlotIndex {
    /** No place is 0: records never start at the head of a segment. */
    static final long NONE = 0;

    private static final int SLOTS_MAX = 1 << 28;

    private long base = 1;
    private int count;
    private long[] places = new long[1_024];

    static long place(long segment, int offset) {
        return segment << 32 | offset;
    }

    static long segment(long place) {
        return place >>> 32;
    }

    static int offset(long place) {
        return (int) place;
    }

    /** The place of a slot's newest record, or {@link #NONE}. */
    long get(long slot) {
        return slot < base || slot >= base + count ? NONE : places[(int) (slot - base)];
    }

    /** The highest slot that was ever put; 0 for none. */
    long lastSlot() {
        return count == 0 ? 0 : base + count - 1;
    }

    void put(long slot, long place) {
        if (count == 0) {
            base = slot;
        }
        if (slot < base) {
            growDown(slot);
        }
        long index = slot - base;
        if (index >= SLOTS_MAX) {
            throw new IllegalArgumentException("slot " + slot + " is too far above the oldest in the log, " + base);
        }
        ensure((int) index + 1);
        places[(int) index] = place;
        count = Math.max(count, (int) index + 1);
    }

    /** Forgets these slots. */
    void forget(long from, long to) {
        long last = Math.min(to, base + count - 1);
        for (long slot = Math.max(from, base); slot <= last; slot++) {
            places[(int) (slot - base)] = NONE;
        }
    }

    /** Forgets the slots at the front whose record lies in a segment below this one. */
    void dropSegmentsBelow(long segment) {
        int drop = 0;
        while (drop < count && segment(places[drop]) < segment) {
            drop++;
        }
        places = Arrays.copyOfRange(places, drop, Math.max(count, drop + 1_024));
        base += drop;
        count -= drop;
    }

    private void growDown(long slot) {
        int by = Math.toIntExact(Math.min(base - slot, SLOTS_MAX));
        long[] grown = new long[count + by];
        System.arraycopy(places, 0, grown, by, count);
        places = grown;
        base = slot;
        count += by;
    }

    private void ensure(int capacity) {
        if (capacity > places.length) {
            places = Arrays.copyOf(places, Math.max(capacity, Math.min(SLOTS_MAX, places.length * 2)));
        }
    }
}
