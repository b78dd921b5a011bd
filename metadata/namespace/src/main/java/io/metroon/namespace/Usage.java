package io.metroon.namespace;

/**
 * Exact counts of what the namespace holds. A subtree that was deleted recursively counts until it is reclaimed.
 *
 * @param files regular files
 * @param directories directories, the root included
 * @param symlinks symbolic links
 * @param bytes logical sizes of all files together
 */
public record Usage(long files, long directories, long symlinks, long bytes) {
    /** Only the root directory. */
    static final Usage ROOT_ONLY = new Usage(0, 1, 0, 0);

    /** These counts with one more inode of a type. */
    Usage plus(EntryType type, long count) {
        return switch (type) {
            case FILE -> new Usage(files + count, directories, symlinks, bytes);
            case DIRECTORY -> new Usage(files, directories + count, symlinks, bytes);
            case SYMLINK -> new Usage(files, directories, symlinks + count, bytes);
        };
    }

    /**
     * These counts with so many bytes more, or fewer.
     *
     * @throws RefusedException {@link ErrorCode#ENOSPC} when the sum no longer fits 63 bits
     */
    Usage plusBytes(long difference) {
        long sum = bytes + difference;
        if (difference > 0 && sum < bytes) {
            throw new RefusedException(ErrorCode.ENOSPC, "the sizes of all files together would pass 2^63 bytes");
        }
        return new Usage(files, directories, symlinks, sum);
    }
}
