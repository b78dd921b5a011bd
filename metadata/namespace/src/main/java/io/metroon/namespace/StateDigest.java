package io.metroon.namespace;

/**
 * The digest of the state at one revision: equal on all replicas that applied the same log up to there.
 *
 * @param revision the newest applied log position
 * @param digest of the replicated state at it
 */
public record StateDigest(long revision, Digest digest) {}
