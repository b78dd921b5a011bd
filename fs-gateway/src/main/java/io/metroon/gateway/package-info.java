/**
 * The HTTP front of a namespace: what every façade shares. Paths, conditions, limits, errors, streaming and browser
 * rules live here; a façade (a package below this one) turns its own dialect into commands and queries and knows no
 * other façade. The gateway sees a {@link io.metroon.namespace.NamespaceService} and nothing of what replicates it.
 */
@NullMarked
package io.metroon.gateway;

import org.jspecify.annotations.NullMarked;
