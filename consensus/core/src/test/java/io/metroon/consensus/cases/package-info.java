/** Clusters moved by scripts, with what they do written beside it. */
@NullMarked
package io.metroon.consensus.cases;

import org.jspecify.annotations.NullMarked;
