/**
 * The rules of a file tree: sealed commands, queries and replies, and the state they act on. Knows no network and no
 * replication; time and identity come with each command.
 */
@NullMarked
package io.metroon.namespace;

import org.jspecify.annotations.NullMarked;
