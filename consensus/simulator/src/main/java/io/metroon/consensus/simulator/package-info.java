/**
 * Whole clusters from one seed on one thread in virtual time: the production core, log, recovery, snapshots and shell on
 * simulated disks, networks and clocks.
 */
@NullMarked
package io.metroon.consensus.simulator;

import org.jspecify.annotations.NullMarked;
