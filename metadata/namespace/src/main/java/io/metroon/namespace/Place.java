package io.metroon.namespace;

import org.jspecify.annotations.Nullable;

/**
 * Where a path leads: a name in a directory, whether or not something is there.
 *
 * @param path as asked for
 * @param directory the directory that holds the name
 * @param name the name; absent when the way ends at a directory itself: the root, or a link to {@code .} or {@code ..}
 * @param dentry what is there, absent when nothing is
 */
record Place(
        FilePath path,
        long directory,
        byte @Nullable [] name,
        @Nullable Dentry dentry) {

    /** A directory reached without a name. */
    static Place itself(FilePath path, long directory) {
        return new Place(path, directory, null, new Dentry(directory, EntryType.DIRECTORY));
    }

    boolean isSymlink() {
        return dentry != null && dentry.type() == EntryType.SYMLINK;
    }
}
