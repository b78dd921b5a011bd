/** Whole clusters as black boxes: real processes on loopback, reached over HTTP and the command line only. */
@NullMarked
package io.metroon.cluster;

import org.jspecify.annotations.NullMarked;
