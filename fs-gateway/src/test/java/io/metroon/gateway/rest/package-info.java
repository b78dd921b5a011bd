/** The REST façade's own parts. */
@NullMarked
package io.metroon.gateway.rest;

import org.jspecify.annotations.NullMarked;
