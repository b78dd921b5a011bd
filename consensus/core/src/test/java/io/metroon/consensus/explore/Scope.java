package io.metroon.consensus.explore;

import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.frame.EpochRules;
import io.metroon.consensus.paxos.PaxosRules;
import io.metroon.consensus.paxos.ScriptedCluster;
import io.metroon.consensus.raft.RaftRules;
import java.util.Set;

/**
 * What one search covers.
 *
 * @param epoch the voters, their quorums and the engine
 * @param candidates who may stand
 * @param stands how often, all nodes together: the number of ballots or terms
 * @param commands how many commands clients propose, all together, each to a node that leads
 * @param crashes whether one node, any, crashes once; its disk syncs at any moment, and the others' at once
 * @param damage whether a vote of that node may come back without its value, or not at all
 * @param announcements whether leaders tell others what is chosen
 * @param teaching whether nodes that know values to be chosen teach them to others
 * @param rules that the nodes follow
 */
record Scope(
        EpochConfig epoch,
        Set<Integer> candidates,
        int stands,
        int commands,
        boolean crashes,
        boolean damage,
        boolean announcements,
        boolean teaching,
        Rules rules) {

    /**
     * What the nodes go by.
     *
     * @param paxos for Multi-Paxos
     * @param raft for Raft
     * @param epochs for what both share
     * @param forgetsPromise whether a restart forgets what was promised
     */
    record Rules(PaxosRules paxos, RaftRules raft, EpochRules epochs, boolean forgetsPromise) {
        static final Rules PAPER = new Rules(PaxosRules.PAPER, RaftRules.PAPER, EpochRules.SEALED, false);
    }

    /** Voters 1 to {@code voters}, of which 1 and 2 may stand. */
    static Scope of(EpochConfig.Engine engine, int voters, int stands, int commands) {
        EpochConfig epoch = EpochConfig.ofMajorities(1, engine, ScriptedCluster.members(voters));
        return new Scope(epoch, Set.of(1, 2), stands, commands, false, false, false, false, Rules.PAPER);
    }

    Scope withCrash() {
        return new Scope(epoch, candidates, stands, commands, true, damage, announcements, teaching, rules);
    }

    Scope withDamage() {
        return new Scope(epoch, candidates, stands, commands, true, true, announcements, teaching, rules);
    }

    Scope withAnnouncements() {
        return new Scope(epoch, candidates, stands, commands, crashes, damage, true, teaching, rules);
    }

    Scope withLearning() {
        return new Scope(epoch, candidates, stands, commands, crashes, damage, true, true, rules);
    }

    Scope withRules(Rules broken) {
        return new Scope(epoch, candidates, stands, commands, crashes, damage, announcements, teaching, broken);
    }

    boolean isRaft() {
        return epoch.engine() == EpochConfig.Engine.RAFT;
    }

    @Override
    public String toString() {
        return "engine=" + epoch.engine() + " voters=" + epoch.voterCount() + " quorums=" + epoch.phase1Quorum() + "/"
                + epoch.phase2Quorum() + " candidates=" + candidates.size() + " stands=" + stands + " commands="
                + commands + " crashes=" + (crashes ? 1 : 0) + " damage=" + (damage ? 1 : 0) + " announcements="
                + (announcements ? 1 : 0) + " teaching="
                + (teaching ? 1 : 0);
    }
}
