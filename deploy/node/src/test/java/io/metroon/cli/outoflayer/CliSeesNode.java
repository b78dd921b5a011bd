package io.metroon.cli.outoflayer;

import io.metroon.node.MetroonNode;

/** Breaks a rule on purpose, so that the rule is seen to bite. */
record CliSeesNode(MetroonNode seen) {}
