/** The invariants, checked against a ledger built from durable votes and never from what nodes claim. */
@NullMarked
package io.metroon.consensus.simulator.check;

import org.jspecify.annotations.NullMarked;
