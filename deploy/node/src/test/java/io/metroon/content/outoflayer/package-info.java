/** Classes that break the rules of {@link io.metroon.node.LayersTest}. */
@NullMarked
package io.metroon.content.outoflayer;

import org.jspecify.annotations.NullMarked;
