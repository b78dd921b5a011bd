/** A disk that forgets what was not synced, fails syncs, fills up, stalls and rots. */
@NullMarked
package io.metroon.consensus.simulator.disk;

import org.jspecify.annotations.NullMarked;
