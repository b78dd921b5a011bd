package io.metroon.namespace;

import io.metroon.namespace.Stat.ContentState;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one inode, as the {@link Table#INODE} row holds them.
 *
 * <p>{@code version} of a change is the log revision of that change, or one more than the version before if that is
 * greater: so it grows with every change, also with several by one batch at one revision, and no two states of an inode
 * share one.
 *
 * @param parent of a directory its parent directory, for {@code ..} and to keep a directory out of itself; else 0
 * @param content where a file's bytes are; INLINE with a size above 0 means a row in {@link Table#CONTENT}
 * @param hasXattrs whether there is a row in {@link Table#XATTR}
 * @param hasLayout whether there is a row in {@link Table#LAYOUT}
 * @param target text of a symlink, else absent
 * @param contentNumber of the content in {@link Table#EXTENT} that CHUNKED means, else 0
 */
record Inode(
        long number,
        EntryType type,
        int mode,
        int nlink,
        long size,
        long atimeNanos,
        long mtimeNanos,
        long ctimeNanos,
        long version,
        long contentVersion,
        long parent,
        String owner,
        String group,
        ContentState content,
        boolean hasXattrs,
        boolean hasLayout,
        byte @Nullable [] target,
        long contentNumber) {
    private static final int ABSENT = 1;
    private static final int XATTRS = 2;
    private static final int LAYOUT = 4;
    private static final int CHUNKED = 8;

    boolean isDirectory() {
        return type == EntryType.DIRECTORY;
    }

    boolean isFile() {
        return type == EntryType.FILE;
    }

    /** Whether there is a row in {@link Table#CONTENT}. */
    boolean hasContentRow() {
        return isFile() && content == ContentState.INLINE && size > 0;
    }

    /** Whether the bytes are in chunks. */
    boolean isChunked() {
        return content == ContentState.CHUNKED;
    }

    Dentry dentry() {
        return new Dentry(number, type);
    }

    byte[] encode(long revision) {
        int flags = (hasXattrs ? XATTRS : 0) | (hasLayout ? LAYOUT : 0);
        flags |= content == ContentState.ABSENT ? ABSENT : content == ContentState.CHUNKED ? CHUNKED : 0;
        Octets octets = RowFormat.begin(revision, 96).int8(type.code()).int8(flags);
        octets.int16(mode).int32(nlink).int64(size);
        octets.int64(atimeNanos).int64(mtimeNanos).int64(ctimeNanos);
        octets.int64(version).int64(contentVersion).int64(parent);
        octets.string(owner).string(group).optionalBytes(target);
        return isChunked() ? octets.int64(contentNumber).toBytes() : octets.toBytes();
    }

    static Inode decode(long number, byte[] value) {
        OctetReader in = RowFormat.payload(value);
        EntryType type = EntryType.ofCode(in.int8());
        int flags = in.int8();
        return new Inode(
                number,
                type,
                in.int16(),
                in.int32(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.string(),
                in.string(),
                contentState(flags),
                (flags & XATTRS) != 0,
                (flags & LAYOUT) != 0,
                in.optionalBytes(),
                (flags & CHUNKED) != 0 ? in.int64() : 0);
    }

    private static ContentState contentState(int flags) {
        if ((flags & CHUNKED) != 0) {
            return ContentState.CHUNKED;
        }
        return (flags & ABSENT) != 0 ? ContentState.ABSENT : ContentState.INLINE;
    }

    /** A draft of the next state: version and change time are already those of the change. */
    Draft change(long revision, long nowNanos) {
        Draft draft = new Draft(this);
        draft.version = Math.max(revision, version + 1);
        draft.ctimeNanos = nowNanos;
        return draft;
    }

    /** An inode that never was: all times are now, both versions the revision. */
    static Draft create(long number, EntryType type, long revision, long nowNanos) {
        int mode = type == EntryType.FILE ? 0644 : type == EntryType.DIRECTORY ? 0755 : 0777;
        return new Draft(new Inode(
                number,
                type,
                mode,
                1,
                0,
                nowNanos,
                nowNanos,
                nowNanos,
                revision,
                revision,
                0,
                "root",
                "root",
                ContentState.INLINE,
                false,
                false,
                null,
                0));
    }

    /** An inode while it is changed. */
    static final class Draft {
        private final long number;
        final EntryType type;
        int mode;
        int nlink;
        long size;
        long atimeNanos;
        long mtimeNanos;
        long ctimeNanos;
        long version;
        long contentVersion;
        long parent;
        String owner;
        String group;
        ContentState content;
        boolean hasXattrs;
        boolean hasLayout;
        byte @Nullable [] target;
        long contentNumber;

        private Draft(Inode inode) {
            number = inode.number;
            type = inode.type;
            mode = inode.mode;
            nlink = inode.nlink;
            size = inode.size;
            atimeNanos = inode.atimeNanos;
            mtimeNanos = inode.mtimeNanos;
            ctimeNanos = inode.ctimeNanos;
            version = inode.version;
            contentVersion = inode.contentVersion;
            parent = inode.parent;
            owner = inode.owner;
            group = inode.group;
            content = inode.content;
            hasXattrs = inode.hasXattrs;
            hasLayout = inode.hasLayout;
            target = inode.target;
            contentNumber = inode.contentNumber;
        }

        long number() {
            return number;
        }

        /** Notes that the bytes changed too. */
        void bytesChanged() {
            contentVersion = version;
            mtimeNanos = ctimeNanos;
        }

        Inode done() {
            return new Inode(
                    number,
                    type,
                    mode,
                    nlink,
                    size,
                    atimeNanos,
                    mtimeNanos,
                    ctimeNanos,
                    version,
                    contentVersion,
                    parent,
                    owner,
                    group,
                    content,
                    hasXattrs,
                    hasLayout,
                    target,
                    contentNumber);
        }
    }
}
