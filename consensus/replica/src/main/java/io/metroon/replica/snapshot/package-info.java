/** Snapshots on disk: identical chunks, a manifest, an atomic pointer, and their transfer. */
@NullMarked
package io.metroon.replica.snapshot;

import org.jspecify.annotations.NullMarked;
