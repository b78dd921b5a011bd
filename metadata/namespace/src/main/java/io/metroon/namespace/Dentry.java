package io.metroon.namespace;

/**
 * What a name in a directory leads to.
 *
 * @param inode its inode
 * @param type the inode's type, so that a path walk need not read it
 */
record Dentry(long inode, EntryType type) {
    static final Dentry ROOT = new Dentry(TreeView.ROOT, EntryType.DIRECTORY);

    /** Key of a name in a directory. */
    static byte[] key(long directory, byte[] name) {
        return new Octets(8 + name.length).int64(directory).raw(name).toBytes();
    }

    /** The name in a key. */
    static byte[] name(byte[] key) {
        return java.util.Arrays.copyOfRange(key, 8, key.length);
    }

    byte[] encode(long revision) {
        return RowFormat.begin(revision, 9).int8(type.code()).int64(inode).toBytes();
    }

    static Dentry decode(byte[] value) {
        OctetReader in = RowFormat.payload(value);
        EntryType type = EntryType.ofCode(in.int8());
        return new Dentry(in.int64(), type);
    }

    boolean isDirectory() {
        return type == EntryType.DIRECTORY;
    }
}
