/**
 * Raft, after In Search of an Understandable Consensus Algorithm (extended version) and Ongaro's dissertation, within the
 * frame that it shares with Multi-Paxos. {@code RaftLog} votes and keeps the log, {@code Leader} replicates and commits,
 * {@code RaftCore} routes events and decides when to stand. {@link io.metroon.consensus.raft.RaftRules} holds the decisions
 * on which safety rests, a method each.
 *
 * <p>A term is the round of a {@link io.metroon.consensus.Ballot}; its node is whom the vote of that term went to, 0 for
 * nobody yet. An entry's ballot says in which term, by whom, it was created, and it keeps that for ever.
 */
@NullMarked
package io.metroon.consensus.raft;

import org.jspecify.annotations.NullMarked;
