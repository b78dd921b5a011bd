/** The content of a backup file: what follows the snapshot in it. Format: {@code docs/formats/backup.md}. */
@NullMarked
package io.metroon.node.backup;

import org.jspecify.annotations.NullMarked;
