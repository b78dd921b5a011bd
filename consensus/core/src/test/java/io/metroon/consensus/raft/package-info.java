/** Tests of the Raft engine. */
@NullMarked
package io.metroon.consensus.raft;

import org.jspecify.annotations.NullMarked;
