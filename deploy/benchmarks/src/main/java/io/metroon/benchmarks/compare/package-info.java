/** {@code metroon compare}: the two engines side by side. */
@NullMarked
package io.metroon.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
