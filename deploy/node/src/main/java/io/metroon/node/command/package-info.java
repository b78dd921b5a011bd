/** The commands that this module adds to {@code metroon}. */
@NullMarked
package io.metroon.node.command;

import org.jspecify.annotations.NullMarked;
