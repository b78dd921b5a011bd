package io.metroon.replica.condition;

import io.metroon.consensus.Hash128;

/**
 * What the state of a replica is at a slot. Replicas compare theirs: equal at equal slots, or one of them is wrong.
 *
 * @param slot a multiple of {@link #EVERY_SLOTS}
 * @param digest of the state behind it
 */
public record StateMark(long slot, Hash128 digest) {
    /** Slots between two marks. */
    public static final int EVERY_SLOTS = 64;
}
