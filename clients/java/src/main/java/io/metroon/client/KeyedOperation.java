package io.metroon.client;

/**
 * An operation on its way.
 *
 * @param operation what to do
 * @param key its idempotency key; empty when it changes nothing
 */
record KeyedOperation(Operation operation, String key) {}
