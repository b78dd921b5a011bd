/** The REST façade: {@code /v1}, health, metrics and the API's own description. */
@NullMarked
package io.metroon.gateway.rest;

import org.jspecify.annotations.NullMarked;
