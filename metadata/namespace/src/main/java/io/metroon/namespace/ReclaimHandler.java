package io.metroon.namespace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/** Frees detached subtrees, contents that no file has, expired keys and ended locks, a bounded number at a time. */
final class ReclaimHandler {
    private final Tree tree;
    private final KeyTable keys;
    private final LockTable locks;

    ReclaimHandler(Tree tree, KeyTable keys, LockTable locks) {
        this.tree = tree;
        this.keys = keys;
        this.locks = locks;
    }

    Reply handle(Command.Reclaim reclaim) {
        Checks.requireReclaimBound(reclaim.entriesMax());
        Checks.requireLinger(reclaim.lingerMillis());
        int left = reclaim.entriesMax();
        OptionalLong detached = tree.firstDetached();
        while (left > 0 && detached.isPresent()) {
            left -= free(detached.getAsLong(), left);
            detached = tree.firstDetached();
        }
        left = tree.extents().reclaim(left, reclaim.lingerMillis());
        keys.expire(left);
        locks.expire(left);
        return new Reply.Done();
    }

    /** Frees entries of one detached directory, and at last itself; answers how many inodes went or were detached. */
    private int free(long directory, int entriesMax) {
        List<Row> children = firstChildren(directory, entriesMax);
        children.forEach(child -> free(directory, child));
        if (children.size() == entriesMax) {
            return entriesMax;
        }
        tree.freeDetached(directory);
        return children.size() + 1;
    }

    private List<Row> firstChildren(long directory, int entriesMax) {
        Iterator<Row> rows = tree.children(directory, new byte[0]);
        List<Row> children = new ArrayList<>();
        while (children.size() < entriesMax && rows.hasNext()) {
            children.add(rows.next());
        }
        return children;
    }

    private void free(long directory, Row child) {
        tree.unlink(directory, Dentry.name(child.key()));
        Dentry dentry = Dentry.decode(child.value());
        if (dentry.isDirectory()) {
            tree.detach(dentry.inode());
        } else {
            tree.release(tree.inode(dentry.inode()));
        }
    }
}
