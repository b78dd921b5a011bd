package io.metroon.client;

/**
 * A backup that was taken.
 *
 * @param revision the state it holds; -1 when the server did not say
 * @param octets its size
 */
public record Backup(long revision, long octets) {}
