package io.metroon.replica;

/**
 * What a replica is told when it opens; the rest it knows from its data directory.
 *
 * @param settings its bounds
 * @param seed of everything it draws: waits, and the number that tells this process's session from all others
 */
public record ReplicaConfig(ReplicaSettings settings, long seed) {}
