package io.metroon.namespace;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an inode under one of its names. Times are nanoseconds since 1970.
 *
 * @param path under which it was asked for
 * @param inode its number, never used again
 * @param type what it is
 * @param size in octets: of the content, of the link's text, or as stated by whoever keeps the bytes; 0 for directories
 * @param mode permission bits, 0 to 07777
 * @param owner name or decimal id
 * @param group name or decimal id
 * @param version grows with any change, of a directory also with a change of its names
 * @param contentVersion grows with a change of bytes only
 * @param nlink names of this inode
 * @param content where the bytes are
 * @param target the text of a symlink, else absent
 * @param xattrs extended attributes, sorted by name
 * @param layout opaque block map, absent when none
 */
public record Stat(
        FilePath path,
        long inode,
        EntryType type,
        long size,
        int mode,
        String owner,
        String group,
        long atimeNanos,
        long mtimeNanos,
        long ctimeNanos,
        long version,
        long contentVersion,
        int nlink,
        ContentState content,
        byte @Nullable [] target,
        Map<String, byte[]> xattrs,
        byte @Nullable [] layout) {

    /** Where a file's bytes are. */
    public enum ContentState {
        /** Kept in the namespace; an empty file is of this kind. */
        INLINE,
        /** In chunks that a content store keeps. */
        CHUNKED,
        /** Only the size is known: the bytes were left out, or a layout says where they are. */
        ABSENT
    }
}
