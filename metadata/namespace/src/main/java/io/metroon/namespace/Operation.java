package io.metroon.namespace;

/** What can be asked of a namespace: a {@link Command} changes it, a {@link Query} does not. */
public sealed interface Operation permits Command, Query {}
