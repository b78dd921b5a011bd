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
 * @param quorums how many voters it takes in this epoch
 * @param nodes its members
 */
public record Cluster(
        String id,
        long epoch,
        String engine,
        long revision,
        Optional<String> leader,
        Quorums quorums,
        List<Node> nodes) {

    /**
     * How many voters it takes.
     *
     * @param phase1 to elect a leader
     * @param phase2 to decide
     */
    public record Quorums(int phase1, int phase2) {}

    /**
     * What a node is to the epoch.
     *
     * @param role {@code voter}, {@code learner}, {@code joining} or {@code witness}
     * @param priority its wish to lead, 0 to 100
     * @param store identity of its data directory
     */
    public record Membership(String role, int priority, String store) {}

    /**
     * A member of the cluster.
     *
     * @param id its name
     * @param http where clients reach it: {@code host:port} or a URL
     * @param peer where other nodes reach it: {@code host:port}
     * @param role what it does just now, such as {@code leader} or {@code follower}
     * @param membership what it is to the epoch
     * @param ready whether it can answer a linearizable read
     * @param applied revision it has applied; -1 when unknown
     * @param lag revisions it is behind; -1 when unknown
     * @param diskFree free octets on its disk; -1 when unknown
     * @param digest digest of its namespace at {@code applied}; empty when unknown
     * @param alarms what an operator should know of, a sentence each
     */
    public record Node(
            String id,
            String http,
            String peer,
            String role,
            Membership membership,
            boolean ready,
            long applied,
            long lag,
            long diskFree,
            String digest,
            List<String> alarms) {

        /** Where clients reach it, as a URL. */
        public String url() {
            return http.contains("://") ? http : "http://" + http;
        }
    }
}
