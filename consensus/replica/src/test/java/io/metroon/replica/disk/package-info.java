@NullMarked
package io.metroon.replica.disk;

import org.jspecify.annotations.NullMarked;
