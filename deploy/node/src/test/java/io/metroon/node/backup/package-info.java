@NullMarked
package io.metroon.node.backup;

import org.jspecify.annotations.NullMarked;
