/**
 * The Java client of Metroon. Start at {@link io.metroon.client.MetroonClient}. It speaks HTTP only and shares no class
 * with the server.
 */
@NullMarked
package io.metroon.client;

import org.jspecify.annotations.NullMarked;
