package io.metroon.node.local;

import io.metroon.node.config.Address;
import java.util.List;

/**
 * A local cluster that serves.
 *
 * @param directory where its data is
 * @param engine consensus engine
 * @param nodes its nodes, by number
 */
public record Running(ClusterDirectory directory, String engine, List<Node> nodes) {
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
