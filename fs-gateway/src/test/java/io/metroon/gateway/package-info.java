/** Behaviour of the gateway over real sockets and the real rules of the namespace. */
@NullMarked
package io.metroon.gateway;

import org.jspecify.annotations.NullMarked;
