package io.metroon.replica;

import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.epoch.StoreId;
import io.metroon.consensus.frame.Engine;
import io.metroon.consensus.frame.EpochHost;
import io.metroon.consensus.frame.EpochRules;
import io.metroon.consensus.frame.ReadRules;
import io.metroon.consensus.paxos.PaxosCore;
import io.metroon.consensus.paxos.PaxosRules;
import io.metroon.consensus.raft.RaftCore;
import io.metroon.consensus.raft.RaftRules;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes the core of a node. */
@FunctionalInterface
public interface CoreFactory {
    /** All engines of this release; the epoch says which one runs. */
    CoreFactory ENGINES = of(
            EpochRules.SEALED,
            ReadRules.SAFE,
            Map.of(
                    EpochConfig.Engine.PAXOS,
                    PaxosCore.factory(PaxosRules.PAPER),
                    EpochConfig.Engine.RAFT,
                    RaftCore.factory(RaftRules.PAPER)));

    /** Cores that follow these rules, with these engines. */
    static CoreFactory of(EpochRules rules, ReadRules reads, Map<EpochConfig.Engine, Engine.Factory> engines) {
        return (self, store, epoch, settings, random, recovered) ->
                new EpochHost(self, store, epoch, settings, rules, reads, engines, random, recovered);
    }

    /** A core as the node's disk left it, in the newest epoch that its log remembers. */
    ConsensusCore create(
            int self,
            StoreId store,
            EpochConfig epoch,
            ConsensusSettings settings,
            RandomGenerator random,
            Recovered recovered);
}
