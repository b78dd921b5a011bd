package io.metroon.consensus.epoch;

/**
 * One node of an epoch.
 *
 * @param node its number, 1 or more, never used again
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
        LEARNER
    }

    /** Whether it votes. */
    public boolean isVoter() {
        return role == Role.VOTER;
    }
}
