/** The composition root: the only place that sees every layer, and the verticle that others deploy. */
@NullMarked
package io.metroon.node;

import org.jspecify.annotations.NullMarked;
