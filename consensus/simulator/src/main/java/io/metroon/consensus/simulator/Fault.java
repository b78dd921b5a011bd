package io.metroon.consensus.simulator;

/**
 * Something that the nemesis or the operator did in a run.
 *
 * @param name its kind and number, such as {@code crash-3}: the same in every run of a seed, whatever else is left out
 * @param nanos when, in the world's own time; 0 for what goes on all the time
 * @param what it was, and to whom
 */
public record Fault(String name, long nanos, String what) {
    @Override
    public String toString() {
        return String.format("%12.6f %-14s %s", nanos / 1e9, name, what);
    }
}
