/** The guided tour. */
@NullMarked
package io.metroon.cli.demo;

import org.jspecify.annotations.NullMarked;
