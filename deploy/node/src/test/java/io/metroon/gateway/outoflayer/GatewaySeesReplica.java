package io.metroon.gateway.outoflayer;

import io.metroon.replica.Replica;

/** Breaks a rule on purpose, so that the rule is seen to bite. */
record GatewaySeesReplica(Replica<?> seen) {}
