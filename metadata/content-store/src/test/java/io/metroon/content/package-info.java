@NullMarked
package io.metroon.content;

import org.jspecify.annotations.NullMarked;
