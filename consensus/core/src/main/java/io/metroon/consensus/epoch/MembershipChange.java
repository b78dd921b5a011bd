package io.metroon.consensus.epoch;

import java.util.ArrayList;
import java.util.List;

/**
 * One change of a configuration; each makes one epoch. Whenever the number of voters changes, quorums return to the usual
 * ones of {@link EpochConfig#ofMajorities}.
 */
public sealed interface MembershipChange {
    /**
     * The configuration of the next epoch.
     *
     * @throws IllegalArgumentException saying why this change makes no sense there
     */
    EpochConfig applyTo(EpochConfig current);

    /**
     * A node that is no member yet. Add it as {@link Member.Role#JOINING}, or as a learner: a voter must have caught up.
     *
     * @param member with the identity of its data directory
     */
    record Add(Member member) implements MembershipChange {
        @Override
        public EpochConfig applyTo(EpochConfig current) {
            if (current.member(member.node()).isPresent()) {
                throw new IllegalArgumentException(
                        "node " + member.node() + " is a member already; replace it instead");
            }
            List<Member> members = new ArrayList<>(current.members());
            members.add(member);
            return Changes.withMembers(current, members);
        }
    }

    /**
     * A member leaves.
     *
     * @param node which
     */
    record Remove(int node) implements MembershipChange {
        @Override
        public EpochConfig applyTo(EpochConfig current) {
            Changes.require(current, node);
            List<Member> members = new ArrayList<>(current.members());
            members.removeIf(member -> member.node() == node);
            return Changes.withMembers(current, members);
        }
    }

    /**
     * A member gives its place to another, or comes back with a new data directory.
     *
     * @param node who leaves
     * @param by who comes; of the same number when only the data directory is new
     */
    record Replace(int node, Member by) implements MembershipChange {
        @Override
        public EpochConfig applyTo(EpochConfig current) {
            Changes.require(current, node);
            List<Member> members = new ArrayList<>(current.members());
            members.removeIf(member -> member.node() == node);
            if (members.stream().anyMatch(member -> member.node() == by.node())) {
                throw new IllegalArgumentException("node " + by.node() + " is a member already");
            }
            members.add(by);
            return Changes.withMembers(current, members);
        }
    }

    /**
     * A member gets another role: a learner is promoted, a voter demoted.
     *
     * @param node which
     * @param role the new one
     */
    record SetRole(int node, Member.Role role) implements MembershipChange {
        @Override
        public EpochConfig applyTo(EpochConfig current) {
            return Changes.with(current, Changes.require(current, node).as(role));
        }
    }

    /**
     * A member's wish to lead.
     *
     * @param node which
     * @param priority 0 to 100
     */
    record SetPriority(int node, int priority) implements MembershipChange {
        @Override
        public EpochConfig applyTo(EpochConfig current) {
            if (priority < 0 || priority > 100) {
                throw new IllegalArgumentException("a priority of " + priority + " is not between 0 and 100");
            }
            return Changes.with(current, Changes.require(current, node).withPriority(priority));
        }
    }

    /**
     * Other quorum sizes for the same voters.
     *
     * @param phase1Quorum voters that must promise
     * @param phase2Quorum voters that must accept; together more than there are
     */
    record SetQuorums(int phase1Quorum, int phase2Quorum) implements MembershipChange {
        @Override
        public EpochConfig applyTo(EpochConfig current) {
            return new EpochConfig(
                    current.epoch() + 1, current.engine(), current.members(), phase1Quorum, phase2Quorum);
        }
    }

    /**
     * Another protocol.
     *
     * @param engine which
     */
    record SwitchEngine(EpochConfig.Engine engine) implements MembershipChange {
        @Override
        public EpochConfig applyTo(EpochConfig current) {
            return new EpochConfig(
                    current.epoch() + 1, engine, current.members(), current.phase1Quorum(), current.phase2Quorum());
        }
    }
}
