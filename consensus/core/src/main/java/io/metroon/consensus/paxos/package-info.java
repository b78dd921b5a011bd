/**
 * Multi-Paxos, after Paxos Made Simple (section 3) and Flexible Paxos. One file a duty: {@code Election} decides when to
 * stand, {@code Phase1} finds what may have been chosen, {@code Leader} runs phase 2, {@code Acceptor} promises and votes,
 * {@code Learner} follows what is chosen, {@code Reads} finds positions for linearizable reads. {@link
 * io.metroon.consensus.paxos.PaxosRules} holds the decisions on which safety rests, a method each.
 */
@NullMarked
package io.metroon.consensus.paxos;

import org.jspecify.annotations.NullMarked;
