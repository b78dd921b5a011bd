/**
 * The shell around a consensus core: it appends, syncs, sends, applies and takes snapshots, in the order the core asks
 * for. Commands are octets. Real and simulated surroundings differ only behind the ports of this package.
 */
@NullMarked
package io.metroon.replica;

import org.jspecify.annotations.NullMarked;
