package io.metroon.node;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.consensus.epoch.MembershipChange;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.gateway.ClusterChange;

/** What the gateway says, in the terms of epochs: neither knows the other. */
final class EpochTerms {
    private EpochTerms() {}

    /**
     * The change of the epoch that an operator's request is.
     *
     * @throws IllegalArgumentException for one that changes no epoch
     */
    static MembershipChange of(ClusterChange change) {
        if (change instanceof ClusterChange.Add add) {
            return new MembershipChange.Add(member(add.newcomer()));
        } else if (change instanceof ClusterChange.Remove remove) {
            return new MembershipChange.Remove(remove.node());
        } else if (change instanceof ClusterChange.Replace replace) {
            return new MembershipChange.Replace(replace.node(), member(replace.by()));
        } else if (change instanceof ClusterChange.SetRole set) {
            return new MembershipChange.SetRole(set.node(), role(set.role()));
        } else if (change instanceof ClusterChange.SetPriority set) {
            return new MembershipChange.SetPriority(set.node(), set.priority());
        } else if (change instanceof ClusterChange.SetQuorums set) {
            return new MembershipChange.SetQuorums(set.phase1(), set.phase2());
        } else if (change instanceof ClusterChange.SwitchEngine to) {
            return new MembershipChange.SwitchEngine(engine(to.engine()));
        }
        throw new IllegalArgumentException("no change of the epoch: " + change);
    }

    private static Member member(ClusterChange.Newcomer newcomer) {
        String store = newcomer.store();
        StoreId id = new StoreId(
                Long.parseUnsignedLong(store.substring(0, 16), 16), Long.parseUnsignedLong(store.substring(16), 16));
        return new Member(
                newcomer.node(), id, role(newcomer.role()), newcomer.priority(), newcomer.peer(), newcomer.http());
    }

    private static Member.Role role(ClusterChange.Role role) {
        return switch (role) {
            case VOTER -> Member.Role.VOTER;
            case LEARNER -> Member.Role.LEARNER;
            case JOINING -> Member.Role.JOINING;
            case WITNESS -> Member.Role.WITNESS;
        };
    }

    private static EpochConfig.Engine engine(ClusterChange.Engine engine) {
        return switch (engine) {
            case PAXOS -> EpochConfig.Engine.PAXOS;
            case RAFT -> EpochConfig.Engine.RAFT;
        };
    }
}
