package io.metroon.gateway.webdav;

import io.metroon.namespace.EntryType;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.LockState;
import io.metroon.namespace.Stat;
import java.util.List;

/**
 * An entry as its properties show it.
 *
 * @param path under which it was asked for
 * @param stat its attributes; of a symlink those of what it leads to
 * @param locks that cover it
 * @param quota of the namespace, or zero where nobody asked for it
 */
record Shown(FilePath path, Stat stat, List<LockState> locks, Quota quota) {
    /**
     * RFC 4331.
     *
     * @param usedBytes by all files together
     * @param availableBytes on this node's disk
     */
    record Quota(long usedBytes, long availableBytes) {
        static final Quota UNASKED = new Quota(0, 0);
    }

    boolean isCollection() {
        return stat.type() == EntryType.DIRECTORY;
    }

    String href() {
        return Hrefs.of(path, isCollection());
    }
}
