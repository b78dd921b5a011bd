/** What nodes tell each other of themselves beside the protocol: room on the disk, and what their state is at which slot. */
@NullMarked
package io.metroon.replica.condition;

import org.jspecify.annotations.NullMarked;
