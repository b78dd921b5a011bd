package io.metroon.client.outoflayer;

import io.metroon.namespace.Stat;

/** Breaks a rule on purpose, so that the rule is seen to bite. */
record ClientSeesNamespace(Stat seen) {}
