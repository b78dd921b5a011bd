package io.metroon.gateway;

/** What an operator may ask of a cluster: each changes one thing, and all but the last begin an epoch. */
public sealed interface ClusterChange {
    /** What a member does. */
    enum Role {
        /** Votes, learns, may lead. */
        VOTER,
        /** Only learns. */
        LEARNER,
        /** Only learns, and becomes a voter by itself when it has caught up. */
        JOINING,
        /** Votes, but never leads. */
        WITNESS
    }

    /** Which protocol agrees. */
    enum Engine {
        /** Multi-Paxos. */
        PAXOS,
        /** Raft. */
        RAFT
    }

    /**
     * A node that comes.
     *
     * @param node its number, 1 or more
     * @param store identity of its data directory: 32 hexadecimal digits
     * @param role what it will do
     * @param priority its wish to lead, 0 to 100
     * @param peer {@code host:port} for other nodes
     * @param http {@code host:port} for clients
     */
    record Newcomer(int node, String store, Role role, int priority, String peer, String http) {}

    /**
     * A node becomes a member.
     *
     * @param newcomer who
     */
    record Add(Newcomer newcomer) implements ClusterChange {}

    /**
     * A member leaves.
     *
     * @param node who
     */
    record Remove(int node) implements ClusterChange {}

    /**
     * A member gives its place to another, or comes back with a new data directory.
     *
     * @param node who leaves
     * @param by who comes
     */
    record Replace(int node, Newcomer by) implements ClusterChange {}

    /**
     * A member gets another role.
     *
     * @param node who
     * @param role the new one
     */
    record SetRole(int node, Role role) implements ClusterChange {}

    /**
     * A member's wish to lead.
     *
     * @param node who
     * @param priority 0 to 100
     */
    record SetPriority(int node, int priority) implements ClusterChange {}

    /**
     * Other quorum sizes for the same voters.
     *
     * @param phase1 voters that must promise
     * @param phase2 voters that must accept
     */
    record SetQuorums(int phase1, int phase2) implements ClusterChange {}

    /**
     * Another protocol.
     *
     * @param engine which
     */
    record SwitchEngine(Engine engine) implements ClusterChange {}

    /**
     * Another leader, in the same epoch.
     *
     * @param node who
     */
    record TransferLeader(int node) implements ClusterChange {}
}
