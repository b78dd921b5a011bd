package io.metroon.cli.file;

import io.metroon.client.Entry;
import io.metroon.client.Listing;
import io.metroon.client.MetroonClient;
import io.metroon.client.MetroonPath;
import io.metroon.client.Page;
import io.metroon.client.Stat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * All entries below a directory, each directory before what it holds, names in byte order. Fetches the next few
 * directories while the current one is read, so that walking is not one round trip after the other. Memory is bounded by
 * the depth, not the size, of the tree. Symlinks are not followed. Not thread-safe.
 */
public final class TreeWalk implements Iterator<Stat> {
    private static final int AHEAD = 8;

    private final MetroonClient client;
    private final List<Level> levels = new ArrayList<>();
    private int depth;

    /** Below a directory, the directory itself not included. */
    public TreeWalk(MetroonClient client, MetroonPath directory) {
        this.client = client;
        levels.add(new Level(directory, client.list(directory, Listing.FIRST)));
    }

    /** How deep the entry last given lies: 1 for those in the directory itself. */
    public int depth() {
        return depth;
    }

    /** Does not go into the directory last given. */
    public void skip() {
        if (levels.size() > depth) {
            removeDeepest();
        }
    }

    private void removeDeepest() {
        levels.remove(levels.size() - 1);
    }

    /** Whether more entries follow in the directory at this depth, 1 to {@link #depth()}, that led to the one last given. */
    public boolean hasMore(int atDepth) {
        return levels.get(atDepth - 1).hasNext();
    }

    @Override
    public boolean hasNext() {
        while (!levels.isEmpty() && !levels.get(levels.size() - 1).hasNext()) {
            removeDeepest();
        }
        return !levels.isEmpty();
    }

    @Override
    public Stat next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Level level = levels.get(levels.size() - 1);
        depth = levels.size();
        Stat stat = level.next();
        if (stat.isDirectory()) {
            levels.add(new Level(stat.path(), level.fetched(stat.path())));
        }
        return stat;
    }

    /** One directory on the way down. */
    private final class Level {
        private final MetroonPath directory;
        private final Map<MetroonPath, CompletableFuture<Page>> ahead = new HashMap<>();
        private @Nullable CompletableFuture<Page> nextPage;
        private List<Entry> page = List.of();
        private int position;
        private int scanned;

        Level(MetroonPath directory, CompletableFuture<Page> first) {
            this.directory = directory;
            this.nextPage = first;
        }

        boolean hasNext() {
            while (position == page.size() && nextPage != null) {
                Page fetched = joined(nextPage);
                page = fetched.entries();
                position = 0;
                scanned = 0;
                String cursor = fetched.cursor();
                nextPage = cursor == null ? null : client.list(directory, Listing.FIRST.after(cursor));
            }
            return position < page.size();
        }

        Stat next() {
            fetchAhead();
            return page.get(position++).stat();
        }

        private void fetchAhead() {
            while (scanned < page.size() && ahead.size() < AHEAD) {
                Stat stat = page.get(scanned++).stat();
                if (stat.isDirectory()) {
                    ahead.put(stat.path(), client.list(stat.path(), Listing.FIRST));
                }
            }
        }

        CompletableFuture<Page> fetched(MetroonPath child) {
            CompletableFuture<Page> fetched = ahead.remove(child);
            return fetched == null ? client.list(child, Listing.FIRST) : fetched;
        }
    }

    private static Page joined(CompletableFuture<Page> page) {
        try {
            return page.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
