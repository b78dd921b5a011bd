/**
 * Agreement as a pure step function: an event goes in, effects come out in order. Nothing here knows a clock, a thread,
 * a file, a socket or a logger; time is a count of ticks and chance is an injected generator.
 */
@NullMarked
package io.metroon.consensus;

import org.jspecify.annotations.NullMarked;
