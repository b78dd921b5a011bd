/** The write-ahead log: segments, recovery, damage. */
@NullMarked
package io.metroon.replica.log;

import org.jspecify.annotations.NullMarked;
