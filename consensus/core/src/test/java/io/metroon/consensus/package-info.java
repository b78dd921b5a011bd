/** Tests of what all engines share. */
@NullMarked
package io.metroon.consensus;

import org.jspecify.annotations.NullMarked;
