package io.metroon.cli.transfer;

import io.metroon.client.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * An entry of a local directory as {@code lstat} shows it.
 *
 * @param path where it is
 * @param kind what it is
 * @param attributes mode, owner, group and times
 * @param size octets
 * @param links names it has
 */
record LocalEntry(Path path, Kind kind, Attributes attributes, long size, int links) {
    private static final String WANTED = "unix:mode,nlink,uid,gid,size,lastModifiedTime,lastAccessTime";

    /** What an entry is; those of the last kind have no place in a namespace. */
    enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        /** A socket, a fifo or a device. */
        SPECIAL
    }

    /**
     * Reads one.
     *
     * @throws IOException when it cannot be read
     */
    static LocalEntry read(Path path, OwnerNames owners, LinkOption... follow) throws IOException {
        Map<String, Object> stat = Files.readAttributes(path, WANTED, follow);
        int mode = value(stat, "mode", Integer.class);
        Attributes attributes = Attributes.NONE
                .mode(mode & 07777)
                .owner(owners.user(value(stat, "uid", Integer.class), path))
                .group(owners.group(value(stat, "gid", Integer.class), path))
                .atime(value(stat, "lastAccessTime", FileTime.class).toInstant())
                .mtime(value(stat, "lastModifiedTime", FileTime.class).toInstant());
        return new LocalEntry(
                path, kind(mode), attributes, value(stat, "size", Long.class), value(stat, "nlink", Integer.class));
    }

    private static <T> T value(Map<String, Object> stat, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(stat.get(name)));
    }

    /** The file type bits of {@code st_mode}, POSIX {@code sys/stat.h}. */
    private static Kind kind(int mode) {
        return switch (mode & 0170000) {
            case 0100000 -> Kind.FILE;
            case 0040000 -> Kind.DIRECTORY;
            case 0120000 -> Kind.SYMLINK;
            default -> Kind.SPECIAL;
        };
    }
}
