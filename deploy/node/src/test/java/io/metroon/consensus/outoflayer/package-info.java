/** Classes that break the rules of {@link io.metroon.node.LayersTest}. */
@NullMarked
package io.metroon.consensus.outoflayer;

import org.jspecify.annotations.NullMarked;
