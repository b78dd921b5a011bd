@NullMarked
package io.metroon.benchmarks;

import org.jspecify.annotations.NullMarked;
