/** The load generator. */
@NullMarked
package io.metroon.cli.bench;

import org.jspecify.annotations.NullMarked;
