@NullMarked
package io.metroon.replica.transport;

import org.jspecify.annotations.NullMarked;
