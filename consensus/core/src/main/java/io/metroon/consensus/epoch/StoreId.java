package io.metroon.consensus.epoch;

/**
 * The identity of a data directory, drawn at random when it is formatted. A wiped disk gets another one, so it can't vote
 * with a memory that it has lost.
 *
 * @param high bits 0 to 63
 * @param low bits 64 to 127
 */
public record StoreId(long high, long low) {
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
