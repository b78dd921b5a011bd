/** Frames between peers over TCP, and the one codec of peer messages. */
@NullMarked
package io.metroon.replica.transport;

import org.jspecify.annotations.NullMarked;
