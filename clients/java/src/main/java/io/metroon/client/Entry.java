package io.metroon.client;

/**
 * One name in a directory.
 *
 * @param name its name
 * @param stat its attributes; the path is that of the entry
 */
public record Entry(Octets name, Stat stat) {}
