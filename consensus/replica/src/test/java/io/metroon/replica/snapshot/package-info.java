@NullMarked
package io.metroon.replica.snapshot;

import org.jspecify.annotations.NullMarked;
