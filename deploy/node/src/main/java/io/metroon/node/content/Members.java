package io.metroon.node.content;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Who keeps chunks. Only voters are counted: a learner may leave at any time, and nobody asks whether the others can do
 * without what it holds.
 *
 * @param voters HTTP addresses of the other members that vote
 * @param learners those of the other members
 * @param votes whether this node does
 */
public record Members(List<InetSocketAddress> voters, List<InetSocketAddress> learners, boolean votes) {
    /** How many voters must have a chunk before it counts as kept: a majority. */
    int needed() {
        return (voters.size() + (votes ? 1 : 0)) / 2 + 1;
    }

    /** Every other member, voters first. */
    List<InetSocketAddress> others() {
        List<InetSocketAddress> others = new ArrayList<>(voters);
        others.addAll(learners);
        return others;
    }
}
