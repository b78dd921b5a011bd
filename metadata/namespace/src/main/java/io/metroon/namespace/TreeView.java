package io.metroon.namespace;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file tree as of one revision: rows read as names, inodes and attributes. Safe for as many threads as its view. */
class TreeView {
    /** The root's inode. */
    static final long ROOT = 1;

    private final View view;

    TreeView(View view) {
        this.view = view;
    }

    /** What a name leads to, or null. */
    @Nullable Dentry lookup(long directory, byte[] name) {
        byte[] value = view.get(Table.DENTRY, Dentry.key(directory, name));
        return value == null ? null : Dentry.decode(value);
    }

    /**
     * The inode that a dentry named.
     *
     * @throws IllegalStateException when it is missing: the tree is broken
     */
    Inode inode(long number) {
        byte[] value = view.get(Table.INODE, Octets.key(number));
        if (value == null) {
            throw new IllegalStateException("inode " + number + " is missing");
        }
        return Inode.decode(number, value);
    }

    /** Whether a directory has no entries. */
    boolean isEmpty(long directory) {
        return !children(directory, new byte[0]).hasNext();
    }

    /** The dentry rows of a directory, from a name on, inclusive, in byte order. */
    Iterator<Row> children(long directory, byte[] from) {
        Iterator<Row> rows = view.scan(Table.DENTRY, Dentry.key(directory, from));
        return new Lookahead<>() {
            @Override
            protected @Nullable Row advance() {
                Row row = rows.hasNext() ? rows.next() : null;
                return row != null && Octets.int64At(row.key(), 0) == directory ? row : null;
            }
        };
    }

    /** All bytes of a file that is kept inline. */
    byte[] content(Inode file) {
        return file.hasContentRow() ? required(Table.CONTENT, file) : new byte[0];
    }

    /** The chunks of a content from the one with an offset on, as far as they stand together. */
    Reply.Extent extent(long number, long offset) {
        Row extent = Extents.extentAt(view, number, offset);
        if (extent == null) {
            throw new RefusedException(ErrorCode.ESTALE, "the content was replaced or deleted, and is gone");
        }
        return new Reply.Extent(Extents.start(extent.value()), Extents.chunks(extent.value()));
    }

    /** The extended attributes, sorted by name. */
    SortedMap<String, byte[]> xattrs(Inode inode) {
        SortedMap<String, byte[]> xattrs = new TreeMap<>();
        if (inode.hasXattrs()) {
            OctetReader in = new OctetReader(required(Table.XATTR, inode), 0);
            while (!in.atEnd()) {
                xattrs.put(in.string(), in.bytes());
            }
        }
        return xattrs;
    }

    byte @Nullable [] layout(Inode inode) {
        return inode.hasLayout() ? required(Table.LAYOUT, inode) : null;
    }

    private byte[] required(Table table, Inode inode) {
        byte[] value = view.get(table, Octets.key(inode.number()));
        if (value == null) {
            throw new IllegalStateException(table + " of inode " + inode.number() + " is missing");
        }
        return RowFormat.payload(value).rest();
    }

    /** What a caller is told of an inode. */
    Stat stat(FilePath path, Inode inode) {
        byte[] target = inode.target();
        return new Stat(
                path,
                inode.number(),
                inode.type(),
                target != null ? target.length : inode.size(),
                inode.mode(),
                inode.owner(),
                inode.group(),
                inode.atimeNanos(),
                inode.mtimeNanos(),
                inode.ctimeNanos(),
                inode.version(),
                inode.contentVersion(),
                inode.nlink(),
                inode.content(),
                target,
                inode.hasXattrs() ? xattrs(inode) : Map.of(),
                layout(inode));
    }
}
