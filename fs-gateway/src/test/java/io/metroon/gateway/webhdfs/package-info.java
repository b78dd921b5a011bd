/** What of the WebHDFS façade is not seen over HTTP. */
@NullMarked
package io.metroon.gateway.webhdfs;

import org.jspecify.annotations.NullMarked;
