/** Every interleaving of the production cores within a small scope. */
@NullMarked
package io.metroon.consensus.explore;

import org.jspecify.annotations.NullMarked;
