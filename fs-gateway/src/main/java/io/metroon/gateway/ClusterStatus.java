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
 * @param quorums of the epoch
 * @param nodes the members of the epoch, in order of id
 */
public record ClusterStatus(
        String id,
        long epoch,
        String engine,
        long revision,
        @Nullable String leader,
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
     * @param role {@code voter}, {@code learner}, {@code joining}, {@code witness}; of a node that tells of itself also
     *     {@code outsider}, not listed, and {@code released}, not listed and needed by nobody
     * @param priority its wish to lead, 0 to 100
     * @param store identity of its data directory
     */
    public record Membership(String role, int priority, String store) {}

    /**
     * A node. What the node asked does not know is absent.
     *
     * @param id of the node
     * @param http URL of its gateway
     * @param peer address at which other nodes reach it
     * @param role what it does just now: {@code leader}, {@code follower}, {@code candidate}, {@code recovering},
     *     {@code quarantined}, or {@code unreachable}
     * @param membership what it is to the epoch
     * @param ready whether it can answer a linearizable read
     * @param applied newest revision it has applied
     * @param lag revisions that it is behind
     * @param diskFree octets
     * @param digest of the namespace at {@code applied}
     * @param alarms what an operator should know of, a sentence each
     * @param contentRevision at which the node last compared the content that files have with what it keeps itself; not before
     *     it has caught up as a member
     * @param contentLacking chunks that it lacked then, and has not got since it began; 0 when every file's content is there
     */
    public record Node(
            String id,
            String http,
            String peer,
            String role,
            Membership membership,
            boolean ready,
            @Nullable Long applied,
            @Nullable Long lag,
            @Nullable Long diskFree,
            @Nullable String digest,
            List<String> alarms,
            @Nullable Long contentRevision,
            @Nullable Long contentLacking) {}
}
