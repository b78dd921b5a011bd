package io.metroon.consensus.epoch;

import java.util.ArrayList;
import java.util.List;

/** What the kinds of {@link MembershipChange} share. */
final class Changes {
    private Changes() {}

    static Member require(EpochConfig current, int node) {
        return current.member(node)
                .orElseThrow(() ->
                        new IllegalArgumentException("node " + node + " is no member of epoch " + current.epoch()));
    }

    static EpochConfig with(EpochConfig current, Member changed) {
        List<Member> members = new ArrayList<>(current.members());
        members.replaceAll(member -> member.node() == changed.node() ? changed : member);
        return withMembers(current, members);
    }

    static EpochConfig withMembers(EpochConfig current, List<Member> members) {
        long voters = members.stream().filter(Member::isVoter).count();
        if (voters == 0) {
            throw new IllegalArgumentException("no voter would be left");
        }
        if (voters == current.voterCount()) {
            return new EpochConfig(
                    current.epoch() + 1, current.engine(), members, current.phase1Quorum(), current.phase2Quorum());
        }
        return EpochConfig.ofMajorities(current.epoch() + 1, current.engine(), members);
    }
}
