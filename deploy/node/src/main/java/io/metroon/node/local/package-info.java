/** A cluster on this machine, one process a node: what {@code metroon up} starts and {@code metroon down} stops. */
@NullMarked
package io.metroon.node.local;

import org.jspecify.annotations.NullMarked;
