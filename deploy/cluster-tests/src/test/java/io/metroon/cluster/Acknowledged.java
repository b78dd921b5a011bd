package io.metroon.cluster;

/**
 * A change that a node answered for.
 *
 * @param revision where in history the node says that it took effect
 * @param change what was asked
 * @param status what it came to
 * @param began when the first attempt was sent, nanoseconds of the monotonic clock
 * @param ended when the answer came
 * @param attempts how often it was sent
 */
record Acknowledged(long revision, Change change, int status, long began, long ended, int attempts) {}
