/**
 * Where the bytes of files are kept that are too large for the namespace: the port {@link io.metroon.content.ContentStore},
 * found by the service loader, and the files of chunks from which the embedded store is made. Knows the namespace's name for
 * a chunk, and nothing of paths, gateways or agreement.
 */
@NullMarked
package io.metroon.content;

import org.jspecify.annotations.NullMarked;
