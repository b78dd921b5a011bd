/** Import of a local directory tree, and export. */
@NullMarked
package io.metroon.cli.transfer;

import org.jspecify.annotations.NullMarked;
