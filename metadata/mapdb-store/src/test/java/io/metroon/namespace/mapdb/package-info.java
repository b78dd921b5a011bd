@NullMarked
package io.metroon.namespace.mapdb;

import org.jspecify.annotations.NullMarked;
