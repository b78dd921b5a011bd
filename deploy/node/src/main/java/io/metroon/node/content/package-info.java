/**
 * The embedded content store: each node keeps chunks in a directory of its own, and nodes give each other what they lack.
 */
@NullMarked
package io.metroon.node.content;

import org.jspecify.annotations.NullMarked;
