@NullMarked
package io.metroon.cli;

import org.jspecify.annotations.NullMarked;
