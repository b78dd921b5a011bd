/** A network between nodes that can be cut, for measurements and tests. */
@NullMarked
package io.metroon.benchmarks.network;

import org.jspecify.annotations.NullMarked;
