/**
 * The namespace's tables in MapDB: the only place that knows MapDB. The log and the snapshots are the durable truth; these
 * files are their table, reopened after a clean close and built anew after any other end.
 */
@NullMarked
package io.metroon.namespace.mapdb;

import org.jspecify.annotations.NullMarked;
