@NullMarked
package io.metroon.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
