package io.metroon.client;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a directory to list.
 *
 * @param limit entries in a page, 1 to 10,000
 * @param cursor of the page before; absent for the first page
 * @param glob only names that match, as in a shell; absent for all
 */
public record Listing(
        int limit, @Nullable String cursor, @Nullable String glob) {
    /** The first page of 1,000 entries. */
    public static final Listing FIRST = new Listing(1_000, null, null);

    /** The page that follows, of the same listing. */
    public Listing after(String nextCursor) {
        return new Listing(limit, nextCursor, glob);
    }

    /** The same with pages of another size, 1 to 10,000. */
    public Listing withLimit(int entries) {
        return new Listing(entries, cursor, glob);
    }

    /** The same with only the names that match. */
    public Listing withGlob(String pattern) {
        return new Listing(limit, cursor, pattern);
    }
}
