@NullMarked
package io.metroon.namespace;

import org.jspecify.annotations.NullMarked;
