package io.metroon.gateway;

import io.metroon.namespace.EntryType;
import io.metroon.namespace.FilePath;
import io.metroon.namespace.NamespaceService.Answer;
import io.metroon.namespace.Query;
import io.metroon.namespace.ReadMode;
import io.metroon.namespace.Refusal;
import io.metroon.namespace.Reply;
import io.metroon.namespace.Stat;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what is below a directory, a slice at a time, a directory before what is in it. Each directory is shown at
 * one revision, not older than the one at which the walk began. Memory: one page for each level. Symlinks are shown and not
 * followed. Confined to one event loop; one slice at a time.
 */
public final class TreeWalk {
    private static final int SLICE_ENTRIES = 256;
    private static final int PAGE_ENTRIES = 1_000;
    private static final int PAGE_ENTRIES_BELOW = 256;
    // With pages of this size even a path of the greatest depth takes some megabytes.
    private static final int PAGE_ENTRIES_DEEP = 16;
    private static final int DEEP_LEVELS = 16;

    private final Call call;
    private final Function<Answer, Reply> found;
    private final boolean infinite;
    private final ReadMode freshness;
    private final Deque<Level> levels = new ArrayDeque<>();

    /**
     * A walk.
     *
     * @param found what the façade makes of an answer: its reply, or the failure that a refusal is in its dialect
     * @param infinite whether it goes into directories
     * @param revision which every page must show or be newer than
     */
    public TreeWalk(Call call, Function<Answer, Reply> found, FilePath directory, boolean infinite, long revision) {
        this.call = call;
        this.found = found;
        this.infinite = infinite;
        this.freshness = new ReadMode.AtLeast(revision);
        levels.push(new Level(directory));
    }

    /**
     * An entry met.
     *
     * @param path its path
     * @param stat its attributes
     */
    public record Met(FilePath path, Stat stat) {}

    private static final class Level {
        private final FilePath directory;
        private List<Reply.Entry> entries = List.of();
        private int next;
        private boolean begun;
        private @Nullable String cursor;

        Level(FilePath directory) {
            this.directory = directory;
        }

        boolean isRead() {
            return begun && cursor == null;
        }
    }

    /** The next entries; empty at the end, and only there. */
    public Future<List<Met>> next() {
        while (!levels.isEmpty()) {
            Level level = levels.element();
            if (level.next < level.entries.size()) {
                return Future.succeededFuture(slice(level));
            }
            if (!level.isRead()) {
                return read(level).compose(read -> next());
            }
            levels.pop();
        }
        return Future.succeededFuture(List.of());
    }

    private List<Met> slice(Level level) {
        List<Met> slice = new ArrayList<>();
        while (slice.size() < SLICE_ENTRIES && level.next < level.entries.size()) {
            Reply.Entry entry = level.entries.get(level.next++);
            if (!level.directory.hasRoomFor(entry.name())) {
                continue;
            }
            FilePath path = level.directory.child(entry.name());
            slice.add(new Met(path, entry.stat()));
            if (infinite && entry.stat().type() == EntryType.DIRECTORY) {
                levels.push(new Level(path));
                break;
            }
        }
        return slice;
    }

    private Future<Void> read(Level level) {
        Query.GetPage query = new Query.GetPage(level.directory, pageEntries(), level.cursor, null);
        return call.query(query, freshness, call.patience()).map(answer -> {
            boolean root = levels.size() == 1 && !level.begun;
            if (answer.reply() instanceof Refusal && !root && !level.begun) {
                // It went away, or became something else, since it was met.
                level.entries = List.of();
                level.cursor = null;
            } else {
                Reply.Listed page = (Reply.Listed) found.apply(answer);
                level.entries = page.entries();
                level.cursor = page.cursor();
            }
            level.next = 0;
            level.begun = true;
            return null;
        });
    }

    private int pageEntries() {
        if (levels.size() > DEEP_LEVELS) {
            return PAGE_ENTRIES_DEEP;
        }
        return levels.size() > 1 ? PAGE_ENTRIES_BELOW : PAGE_ENTRIES;
    }
}
