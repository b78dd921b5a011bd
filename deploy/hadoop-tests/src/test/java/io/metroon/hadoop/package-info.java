/** Hadoop's own clients and contract tests, unmodified, against a cluster of real processes. */
@NullMarked
package io.metroon.hadoop;

import org.jspecify.annotations.NullMarked;
