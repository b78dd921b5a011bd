package io.metroon.consensus.outoflayer;

import io.metroon.namespace.Namespace;

/** Breaks a rule on purpose, so that the rule is seen to bite. */
record ConsensusSeesNamespace(Namespace seen) {}
