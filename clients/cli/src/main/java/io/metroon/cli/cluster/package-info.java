/** What is asked of a cluster as a whole. */
@NullMarked
package io.metroon.cli.cluster;

import org.jspecify.annotations.NullMarked;
