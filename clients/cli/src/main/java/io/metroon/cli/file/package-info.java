/** The verbs of a Unix person on files. */
@NullMarked
package io.metroon.cli.file;

import org.jspecify.annotations.NullMarked;
