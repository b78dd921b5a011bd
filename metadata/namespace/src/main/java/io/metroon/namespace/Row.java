package io.metroon.namespace;

/**
 * One row of a table. The arrays are shared, never changed; records of arrays have no useful equality.
 *
 * @param key 1 octet or more
 * @param value any octets
 */
public record Row(byte[] key, byte[] value) {}
