package io.metroon.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document at {@code /v1/cluster}.
 *
 * @param id of the cluster
 * @param epoch number of the configuration in force
 * @param engine {@code paxos} or {@code raft}
 * @param revision newest applied by the node asked
 * @param leader node id, absent when none is known
 * @param nodes in order of id
 */
public record ClusterStatus(
        String id,
        long epoch,
        String engine,
        long revision,
        @Nullable String leader,
        List<Node> nodes) {

    /**
     * A node. What the node asked does not know is absent.
     *
     * @param id of the node
     * @param http URL of its gateway
     * @param peer address at which other nodes reach it
     * @param role {@code leader}, {@code follower}, {@code candidate}, or {@code unreachable}
     * @param ready whether it can answer a linearizable read
     * @param applied newest revision it has applied
     * @param lag revisions that it is behind
     * @param diskFree octets
     * @param digest of the namespace at {@code applied}
     */
    public record Node(
            String id,
            String http,
            String peer,
            String role,
            boolean ready,
            @Nullable Long applied,
            @Nullable Long lag,
            @Nullable Long diskFree,
            @Nullable String digest) {}
}
