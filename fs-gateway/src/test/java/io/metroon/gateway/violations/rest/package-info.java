/** A façade that knows another. */
@NullMarked
package io.metroon.gateway.violations.rest;

import org.jspecify.annotations.NullMarked;
