package io.metroon.consensus.epoch;

/**
 * The identity of a cluster, drawn at random when it is founded and fixed for ever. Nodes of different clusters do not
 * talk to each other, and a backup says which one it came from.
 *
 * @param high bits 0 to 63
 * @param low bits 64 to 127
 */
public record ClusterId(long high, long low) {
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
