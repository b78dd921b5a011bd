/** A disk as the log and the snapshots need it, real or simulated. */
@NullMarked
package io.metroon.replica.disk;

import org.jspecify.annotations.NullMarked;
