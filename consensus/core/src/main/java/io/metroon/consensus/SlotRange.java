package io.metroon.consensus;

/**
 * Consecutive slots, both ends included.
 *
 * @param from first slot
 * @param to last slot, not below {@code from}; {@link Long#MAX_VALUE} when there is no bound
 */
public record SlotRange(long from, long to) {
    /** Whether the slot is in the range. */
    public boolean contains(long slot) {
        return from <= slot && slot <= to;
    }
}
