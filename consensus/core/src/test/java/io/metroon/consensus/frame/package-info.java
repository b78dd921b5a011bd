/** Tests of what both engines share. */
@NullMarked
package io.metroon.consensus.frame;

import org.jspecify.annotations.NullMarked;
