/** The configuration file of one node. */
@NullMarked
package io.metroon.node.config;

import org.jspecify.annotations.NullMarked;
