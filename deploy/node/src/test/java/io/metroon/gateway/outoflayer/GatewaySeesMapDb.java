package io.metroon.gateway.outoflayer;

import org.mapdb.DB;

/** Breaks a rule on purpose, so that the rule is seen to bite. */
record GatewaySeesMapDb(DB seen) {}
