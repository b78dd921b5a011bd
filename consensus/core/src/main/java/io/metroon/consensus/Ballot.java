package io.metroon.consensus;

/**
 * A ballot number of Paxos Made Simple, section 2.2: totally ordered, and different for every attempt because the node
 * is part of it and a node never uses a round twice.
 *
 * @param round 0 or more
 * @param node the node that leads it; 0 only in {@link #NONE}
 */
public record Ballot(long round, int node) implements Comparable<Ballot> {
    /** Below every real ballot: nothing promised, nothing voted. */
    public static final Ballot NONE = new Ballot(-1, 0);

    @Override
    public int compareTo(Ballot other) {
        int byRound = Long.compare(round, other.round);
        return byRound != 0 ? byRound : Integer.compare(node, other.node);
    }

    /** Whether this ballot is below {@code other}. */
    public boolean isBelow(Ballot other) {
        return compareTo(other) < 0;
    }

    /** The lowest ballot of {@code node} above this one. */
    public Ballot next(int leader) {
        return new Ballot(round + 1, leader);
    }

    @Override
    public String toString() {
        return round + "." + node;
    }
}
