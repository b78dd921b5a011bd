package io.metroon.namespace;

import io.metroon.namespace.NamespaceService.Answer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pages of directories. A directory that fits a step is answered at once; a larger one is read at a pinned revision, step
 * by step so that no reader holds the writer off for long, and the revision stays pinned for the pages that follow. Any
 * thread.
 */
final class Listings {
    private final Limits limits;
    private final StateLock lock;
    private final TreeView newest;
    private final Supplier<Pin> pins;
    private final CursorPins held;

    Listings(Limits limits, StateLock lock, TreeView newest, Supplier<Pin> pins, CursorPins held) {
        this.limits = limits;
        this.lock = lock;
        this.newest = newest;
        this.pins = pins;
        this.held = held;
    }

    /** Answers a page, a refusal being one; {@code revision} is read in the same moment as the newest tree. */
    Answer answer(Query.GetPage query, Supplier<Long> revision) {
        try {
            Checks.requirePage(query);
            return query.cursor() == null ? first(query, revision) : next(query, Cursor.decode(query.cursor()));
        } catch (RefusedException e) {
            return new Answer(revision.get(), e.refusal(), false);
        }
    }

    /** Answers a page at a pin of the caller's, a refusal being one. */
    Answer answer(Query.GetPage query, Pin pin) {
        try {
            Checks.requirePage(query);
            return page(query, pin, query.cursor() == null ? null : Cursor.decode(query.cursor()));
        } catch (RefusedException e) {
            return new Answer(pin.revision(), e.refusal(), false);
        }
    }

    private Answer first(Query.GetPage query, Supplier<Long> revision) {
        Answer whole = lock.read(() -> {
            Page page = new Page(query, directory(newest, query.path()));
            page.add(page.read(newest));
            return page.last() ? answer(page, revision.get()) : null;
        });
        if (whole != null) {
            return whole;
        }
        try (Pin pin = pins.get()) {
            return page(query, pin, null);
        }
    }

    private Answer next(Query.GetPage query, Cursor cursor) {
        try (Pin pin = held.borrow(cursor.revision())) {
            if (pin == null) {
                throw RefusedException.at(
                        ErrorCode.ESTALE, query.path(), "the cursor's revision is no longer held; list again");
            }
            return page(query, pin, cursor);
        }
    }

    private Answer page(Query.GetPage query, Pin pin, @Nullable Cursor cursor) {
        TreeView tree = new TreeView(pin.view());
        long directory = lock.read(() -> directory(tree, query.path()));
        if (cursor != null && (cursor.directory() != directory || cursor.revision() != pin.revision())) {
            throw Checks.invalid("the cursor belongs to another listing");
        }
        Page page = cursor == null ? new Page(query, directory) : new Page(query, directory, cursor.after());
        while (!page.full()) {
            page.add(lock.read(() -> page.read(tree)));
        }
        if (!page.last()) {
            held.hold(pin);
        }
        return answer(page, pin.revision());
    }

    private long directory(TreeView tree, FilePath path) {
        return PathWalk.directory(tree, path, limits.linksFollowedMax());
    }

    private static Answer answer(Page page, long revision) {
        return new Answer(revision, page.reply(revision), false);
    }
}
