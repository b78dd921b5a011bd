package io.metroon.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a directory's entries. All pages of one listing show the directory at the revision of the first.
 *
 * @param path the directory
 * @param revision what the listing shows
 * @param entries in byte order of names
 * @param cursor leads to the next page, for 10 minutes; absent on the last
 */
public record Page(
        MetroonPath path,
        long revision,
        List<Entry> entries,
        @Nullable String cursor) {}
