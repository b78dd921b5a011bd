package io.metroon.replica.transport;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.Member;
import io.metroon.replica.log.NodeIdentity;
import java.util.Optional;

/** Decides whom a node talks to. The words are for the operator of either side. */
final class Greeting {
    private final NodeIdentity self;
    private volatile EpochConfig config;

    Greeting(NodeIdentity self, EpochConfig config) {
        this.self = self;
        this.config = config;
    }

    /** Another epoch is in force here. */
    void enter(EpochConfig epoch) {
        config = epoch;
    }

    /** What is said first, and in answer to whoever is welcome. */
    Hello welcome(int to) {
        return new Hello(self, config.epoch(), to, "");
    }

    Hello refusal(int to, String why) {
        return new Hello(self, config.epoch(), to, why);
    }

    /** Why whoever says this hello is not welcome; empty when it is. */
    String objection(Hello hello) {
        NodeIdentity sender = hello.sender();
        if (!sender.cluster().equals(self.cluster())) {
            return "node " + sender.node() + " belongs to cluster " + sender.cluster() + ", and node " + self.node()
                    + " to cluster " + self.cluster() + ": correct the peer addresses";
        }
        if (hello.to() != self.node()) {
            return "node " + sender.node() + " wants node " + hello.to() + ", but this is node " + self.node()
                    + ": correct the peer addresses";
        }
        // Who is no member may still ask what became of its epoch; who is ahead knows better which store counts.
        Optional<Member> member = config.member(sender.node());
        boolean replaced = member.isPresent() && !member.get().store().equals(sender.store());
        if (replaced && hello.epoch() <= config.epoch()) {
            return "node " + sender.node() + " has store " + sender.store() + ", but epoch " + config.epoch()
                    + " lists store " + member.get().store()
                    + ": its data directory was replaced; put the old one back or replace the member";
        }
        return "";
    }
}
