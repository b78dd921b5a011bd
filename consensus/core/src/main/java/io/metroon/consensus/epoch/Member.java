package io.metroon.consensus.epoch;

/**
 * One node of an epoch.
 *
 * @param node its number, 1 or more
 * @param store which data directory may act for it
 * @param role what it does
 * @param priority its wish to lead, 0 to 100; a higher one waits less before it stands
 * @param peerAddress {@code host:port} for other members
 * @param httpAddress {@code host:port} for clients
 */
public record Member(int node, StoreId store, Role role, int priority, String peerAddress, String httpAddress) {
    /** What a member does. */
    public enum Role {
        /** Votes, learns, may lead. */
        VOTER,
        /** Only learns: counted in no quorum. */
        LEARNER,
        /** Only learns, and is made a voter by the leader once it has caught up. */
        JOINING,
        /** Votes and keeps the log, but never leads. */
        WITNESS
    }

    /** Whether it votes. */
    public boolean isVoter() {
        return role == Role.VOTER || role == Role.WITNESS;
    }

    /** Whether it may stand for leader. */
    public boolean mayLead() {
        return role == Role.VOTER;
    }

    /** The same in another role. */
    public Member as(Role other) {
        return new Member(node, store, other, priority, peerAddress, httpAddress);
    }

    /** The same with another wish to lead. */
    public Member withPriority(int other) {
        return new Member(node, store, role, other, peerAddress, httpAddress);
    }
}
