package io.metroon.client;

/** What an entry is. */
public enum EntryType {
    /** A regular file. */
    FILE("file"),
    /** A directory. */
    DIRECTORY("directory"),
    /** A symbolic link. */
    SYMLINK("symlink");

    private final String word;

    EntryType(String word) {
        this.word = word;
    }

    /** The word used in HTTP: {@code file}, {@code directory} or {@code symlink}. */
    public String word() {
        return word;
    }

    static EntryType ofWord(String word) {
        for (EntryType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new UnavailableException("the server sent an entry type this client does not know: " + word);
    }
}
