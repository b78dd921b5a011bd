/** The command {@code metroon}: its verbs over the Java client. Start at {@link io.metroon.cli.Main}. */
@NullMarked
package io.metroon.cli;

import org.jspecify.annotations.NullMarked;
