/** A cluster on loopback for the tests of clients: the HTTP contract over a map, with faults on demand. */
@NullMarked
package io.metroon.client.loopback;

import org.jspecify.annotations.NullMarked;
