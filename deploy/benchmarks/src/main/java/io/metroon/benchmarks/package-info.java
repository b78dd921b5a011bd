/** What stands beside {@code metroon bench}: measurements that design decisions rest on, to be repeated by anybody. */
@NullMarked
package io.metroon.benchmarks;

import org.jspecify.annotations.NullMarked;
