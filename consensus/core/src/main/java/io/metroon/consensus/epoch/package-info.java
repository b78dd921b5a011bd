/** Epochs: the numbered, immutable configurations in which an engine has static membership. */
@NullMarked
package io.metroon.consensus.epoch;

import org.jspecify.annotations.NullMarked;
