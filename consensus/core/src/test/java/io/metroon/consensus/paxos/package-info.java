/** Tests of Multi-Paxos. */
@NullMarked
package io.metroon.consensus.paxos;

import org.jspecify.annotations.NullMarked;
