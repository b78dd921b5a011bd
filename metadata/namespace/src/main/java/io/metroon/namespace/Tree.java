package io.metroon.namespace;

import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * The newest tree, and the steps by which commands change it. Invariants between commands:
 *
 * <ul>
 *   <li>every dentry names an inode that exists, and every inode but the root has as many dentries as {@code nlink} says,
 *       or is a detached directory with a row in {@link Table#TRASH};
 *   <li>a directory has exactly one dentry, in the directory that its inode calls its parent;
 *   <li>no directory is its own ancestor;
 *   <li>the counts in {@link Usage} are those of the inodes in the table.
 * </ul>
 *
 * Apply thread only.
 */
final class Tree extends TreeView {
    private final Rows rows;
    private final Extents extents;
    private long nowNanos;

    Tree(Rows rows) {
        super(rows);
        this.rows = rows;
        extents = new Extents(rows);
    }

    /** The contents that consist of chunks. */
    Extents extents() {
        return extents;
    }

    /** Makes the root of a new tree: made at revision 0, in 1970. */
    void format() {
        Inode.Draft root = Inode.create(ROOT, EntryType.DIRECTORY, 0, 0);
        root.parent = ROOT;
        save(root.done());
    }

    /** Starts an entry: changes from here on happen at this time, and at this moment of the log clock. */
    void begin(long stampMillis, long logClockMillis) {
        nowNanos = TimeUnit.MILLISECONDS.toNanos(stampMillis);
        extents.begin(logClockMillis, stampMillis);
    }

    /** A new inode of a type; it exists once it is saved and linked. */
    Inode.Draft create(EntryType type) {
        Counters counters = rows.counters();
        long number = counters.nextInode();
        rows.count(counters.withNextInode(number + 1).withUsage(counters.usage().plus(type, 1)));
        return Inode.create(number, type, rows.revision(), nowNanos);
    }

    /** The next state of an inode, to be changed and saved. */
    Inode.Draft change(Inode inode) {
        return inode.change(rows.revision(), nowNanos);
    }

    void save(Inode inode) {
        rows.put(Table.INODE, Octets.key(inode.number()), inode.encode(rows.revision()));
    }

    /** Gives a name in a directory to an inode, in place of whatever had it. */
    void link(long directory, byte[] name, Dentry dentry) {
        rows.put(Table.DENTRY, Dentry.key(directory, name), dentry.encode(rows.revision()));
    }

    /** Takes a name away. */
    void unlink(long directory, byte[] name) {
        rows.remove(Table.DENTRY, Dentry.key(directory, name));
    }

    /** Notes on a directory that its names changed. */
    void namesChanged(long directory) {
        Inode.Draft draft = change(inode(directory));
        draft.mtimeNanos = draft.ctimeNanos;
        save(draft.done());
    }

    /** Lets go of one name's hold on an inode, which has no entries; the last one frees it. */
    void release(Inode inode) {
        if (inode.nlink() > 1) {
            Inode.Draft draft = change(inode);
            draft.nlink--;
            save(draft.done());
        } else {
            free(inode);
        }
    }

    private void free(Inode inode) {
        byte[] key = Octets.key(inode.number());
        rows.remove(Table.INODE, key);
        if (inode.hasContentRow()) {
            rows.remove(Table.CONTENT, key);
        }
        if (inode.isChunked()) {
            extents.doom(inode.contentNumber());
        }
        if (inode.hasXattrs()) {
            rows.remove(Table.XATTR, key);
        }
        if (inode.hasLayout()) {
            rows.remove(Table.LAYOUT, key);
        }
        Usage usage = rows.counters().usage().plus(inode.type(), -1).plusBytes(-inode.size());
        rows.count(rows.counters().withUsage(usage));
    }

    /** Lets go of an inode whose name went: a directory that has entries is detached, for reclaiming to free them. */
    void dispose(Inode inode) {
        if (inode.isDirectory() && !isEmpty(inode.number())) {
            detach(inode.number());
        } else {
            release(inode);
        }
    }

    /** Puts a directory that no name leads to any more where reclaiming finds it. */
    void detach(long directory) {
        rows.put(Table.TRASH, Octets.key(directory), RowFormat.empty(rows.revision()));
    }

    /** Frees a detached directory that has no entries left. */
    void freeDetached(long directory) {
        rows.remove(Table.TRASH, Octets.key(directory));
        free(inode(directory));
    }

    /** The detached directory to reclaim first, or none. */
    java.util.OptionalLong firstDetached() {
        var trash = rows.scan(Table.TRASH, new byte[0]);
        return trash.hasNext()
                ? java.util.OptionalLong.of(Octets.int64At(trash.next().key(), 0))
                : java.util.OptionalLong.empty();
    }

    /** Sets a file's bytes, or takes the row away when there are none. */
    void putContent(long number, byte[] bytes) {
        putOrRemove(Table.CONTENT, number, bytes);
    }

    /** Sets an inode's extended attributes, or takes the row away when there are none. */
    void putXattrs(long number, SortedMap<String, byte[]> xattrs) {
        Octets octets = new Octets(256);
        xattrs.forEach((name, value) -> octets.string(name).bytes(value));
        putOrRemove(Table.XATTR, number, octets.toBytes());
    }

    /** Sets a file's layout. */
    void putLayout(long number, byte[] layout) {
        rows.put(Table.LAYOUT, Octets.key(number), RowFormat.of(rows.revision(), layout));
    }

    /** Takes a file's layout away. */
    void removeLayout(long number) {
        rows.remove(Table.LAYOUT, Octets.key(number));
    }

    private void putOrRemove(Table table, long number, byte[] payload) {
        byte[] key = Octets.key(number);
        if (payload.length == 0) {
            rows.remove(table, key);
        } else {
            rows.put(table, key, RowFormat.of(rows.revision(), payload));
        }
    }

    /** Counts a change of a file's size. */
    void sizeChanged(long before, long after) {
        Counters counters = rows.counters();
        rows.count(counters.withUsage(counters.usage().plusBytes(after - before)));
    }
}
