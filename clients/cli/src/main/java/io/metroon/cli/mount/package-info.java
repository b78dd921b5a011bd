/** The namespace as a directory of this machine, by programs that others wrote: {@code mount} and {@code unmount}. */
@NullMarked
package io.metroon.cli.mount;

import org.jspecify.annotations.NullMarked;
