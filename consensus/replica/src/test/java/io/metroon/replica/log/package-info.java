@NullMarked
package io.metroon.replica.log;

import org.jspecify.annotations.NullMarked;
