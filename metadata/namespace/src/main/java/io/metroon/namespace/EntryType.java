package io.metroon.namespace;

/** What an inode is. */
public enum EntryType {
    /** A regular file. */
    FILE(1),
    /** A directory. */
    DIRECTORY(2),
    /** A symbolic link. */
    SYMLINK(3);

    private static final EntryType[] ALL = values();

    private final int code;

    EntryType(int code) {
        this.code = code;
    }

    /** The number that stands for this type in commands, rows and snapshots; never given to another type. */
    int code() {
        return code;
    }

    /**
     * The type with this code.
     *
     * @throws IllegalArgumentException for a code that no type has
     */
    static EntryType ofCode(int code) {
        for (EntryType type : ALL) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no entry type has code " + code);
    }
}
