package io.metroon.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an entry at the moment of an operation.
 *
 * @param path under which it was asked for
 * @param inode its number, never used again
 * @param type what it is
 * @param size octets: of the content, of the link's text, or as stated by whoever keeps the bytes; 0 for directories
 * @param mode permission bits, 0 to 07777
 * @param owner name or decimal id
 * @param group name or decimal id
 * @param atime last access, as set
 * @param mtime last change of the content or of the directory's names
 * @param ctime last change of anything
 * @param version grows with any change, of a directory also with a change of its names
 * @param contentVersion grows with a change of bytes only
 * @param nlink names of this inode
 * @param contentAbsent whether only the size of this file is known and its bytes are not held
 * @param target the text of a symlink; absent for everything else
 * @param xattrs extended attributes by name
 * @param layout opaque block map of the storage system that keeps the bytes; absent when none
 */
public record Stat(
        MetroonPath path,
        long inode,
        EntryType type,
        long size,
        int mode,
        String owner,
        String group,
        Instant atime,
        Instant mtime,
        Instant ctime,
        long version,
        long contentVersion,
        int nlink,
        boolean contentAbsent,
        @Nullable Octets target,
        Map<String, Octets> xattrs,
        @Nullable Octets layout) {

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return type == EntryType.DIRECTORY;
    }

    /** Whether it is a symbolic link. */
    public boolean isSymlink() {
        return type == EntryType.SYMLINK;
    }

    /** The strong entity tag of this state, for {@link Precondition}. */
    public String etag() {
        return "\"" + inode + "-" + version + "\"";
    }
}
