package io.metroon.replica;

/**
 * A command that took effect.
 *
 * @param slot where
 * @param reply what the state machine answered
 * @param <R> a reply
 */
public record Committed<R>(long slot, R reply) {}
