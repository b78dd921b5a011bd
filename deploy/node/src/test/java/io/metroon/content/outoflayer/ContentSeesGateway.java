package io.metroon.content.outoflayer;

import io.metroon.gateway.Gateway;

/** Breaks a rule on purpose, so that the rule is seen to bite. */
record ContentSeesGateway(Gateway seen) {}
