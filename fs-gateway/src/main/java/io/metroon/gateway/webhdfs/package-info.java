/** WebHDFS, the REST protocol of Hadoop's HDFS: what {@code webhdfs://} of Hadoop's clients speaks. */
@NullMarked
package io.metroon.gateway.webhdfs;

import org.jspecify.annotations.NullMarked;
