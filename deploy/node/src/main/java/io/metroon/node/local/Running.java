package io.metroon.node.local;

import io.metroon.node.config.Address;
import java.util.List;
import java.util.Optional;

/**
 * A local cluster that serves.
 *
 * @param directory where its data is
 * @param engine consensus engine of the epoch in force
 * @param nodes its nodes that run, by number
 * @param loss what happened to those that lost their data, and what to do; empty when none did
 */
public record Running(ClusterDirectory directory, String engine, List<Node> nodes, Optional<String> loss) {
    /**
     * One of its nodes.
     *
     * @param id its number
     * @param http where clients reach it
     * @param leader whether it leads
     * @param pid of its process
     */
    public record Node(int id, Address http, boolean leader, long pid) {}
}
