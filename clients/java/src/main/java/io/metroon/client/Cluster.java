package io.metroon.client;

import java.util.List;
import java.util.Optional;

/**
 * A cluster as one of its nodes sees it.
 *
 * @param id its name
 * @param epoch number of the configuration in force
 * @param engine consensus engine: {@code paxos} or {@code raft}
 * @param revision newest revision the answering node knows
 * @param leader name of the leading node; empty while none is known
 * @param nodes its members
 */
public record Cluster(String id, long epoch, String engine, long revision, Optional<String> leader, List<Node> nodes) {

    /**
     * A member of the cluster.
     *
     * @param id its name
     * @param http where clients reach it: {@code host:port} or a URL
     * @param peer where other nodes reach it: {@code host:port}
     * @param role such as {@code leader} or {@code follower}
     * @param ready whether it can answer a linearizable read
     * @param applied revision it has applied; -1 when unknown
     * @param lag revisions it is behind; -1 when unknown
     * @param diskFree free octets on its disk; -1 when unknown
     * @param digest digest of its namespace at {@code applied}; empty when unknown
     */
    public record Node(
            String id,
            String http,
            String peer,
            String role,
            boolean ready,
            long applied,
            long lag,
            long diskFree,
            String digest) {

        /** Where clients reach it, as a URL. */
        public String url() {
            return http.contains("://") ? http : "http://" + http;
        }
    }
}
