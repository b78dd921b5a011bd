package io.metroon.namespace.outoflayer;

import io.metroon.consensus.ConsensusCore;

/** Breaks a rule on purpose, so that the rule is seen to bite. */
record NamespaceSeesConsensus(ConsensusCore seen) {}
