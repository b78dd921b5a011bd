package io.metroon.client;

import java.util.Locale;

/** What a rename does with an existing target. */
public enum RenameMode {
    /** Refuses with EEXIST. */
    NOREPLACE,
    /** Replaces it as POSIX rename does: a file by a non-directory, an empty directory by a directory. */
    REPLACE,
    /** Swaps the two; both must exist. */
    EXCHANGE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
