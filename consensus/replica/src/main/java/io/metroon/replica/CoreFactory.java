package io.metroon.replica;

import io.metroon.consensus.ConsensusCore;
import io.metroon.consensus.ConsensusSettings;
import io.metroon.consensus.Recovered;
import io.metroon.consensus.epoch.EpochConfig;
import io.metroon.consensus.paxos.PaxosCore;
import io.metroon.consensus.paxos.PaxosRules;
import java.util.random.RandomGenerator;

/** Makes the engine of an epoch. */
@FunctionalInterface
public interface CoreFactory {
    /** Multi-Paxos. */
    CoreFactory PAXOS = (self, epoch, settings, random, recovered) ->
            new PaxosCore(self, epoch, settings, PaxosRules.PAPER, random, recovered);

    /** An engine as the node's disk left it. */
    ConsensusCore create(
            int self, EpochConfig epoch, ConsensusSettings settings, RandomGenerator random, Recovered recovered);
}
