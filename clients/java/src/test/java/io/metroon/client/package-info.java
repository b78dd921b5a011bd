@NullMarked
package io.metroon.client;

import org.jspecify.annotations.NullMarked;
