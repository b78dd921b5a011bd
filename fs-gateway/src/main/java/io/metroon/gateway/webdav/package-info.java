/** The namespace as WebDAV (RFC 4918, classes 1, 2 and 3) with quota properties (RFC 4331), at {@code /dav/}. */
@NullMarked
package io.metroon.gateway.webdav;

import org.jspecify.annotations.NullMarked;
