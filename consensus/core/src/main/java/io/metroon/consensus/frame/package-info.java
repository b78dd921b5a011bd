/**
 * What both engines share: the host that runs one epoch after another, learning and teaching what is chosen, positions for
 * reads, and the way out to the shell. An engine is an {@link io.metroon.consensus.frame.Engine} on top of it.
 */
@NullMarked
package io.metroon.consensus.frame;

import org.jspecify.annotations.NullMarked;
