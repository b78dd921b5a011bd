@NullMarked
package io.metroon.node.content;

import org.jspecify.annotations.NullMarked;
