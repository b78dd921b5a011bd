/** Tests of the shell on real disks and sockets. */
@NullMarked
package io.metroon.replica;

import org.jspecify.annotations.NullMarked;
