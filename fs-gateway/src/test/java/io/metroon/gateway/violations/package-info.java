/** Code that breaks each rule of the architecture once, so that the rules are seen to fail. */
@NullMarked
package io.metroon.gateway.violations;

import org.jspecify.annotations.NullMarked;
