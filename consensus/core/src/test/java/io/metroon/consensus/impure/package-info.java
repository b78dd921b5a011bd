/** A class that breaks the rules of purity, to show that they bite. */
@NullMarked
package io.metroon.consensus.impure;

import org.jspecify.annotations.NullMarked;
