/** A façade that another knows. */
@NullMarked
package io.metroon.gateway.violations.webdav;

import org.jspecify.annotations.NullMarked;
