package io.metroon.namespace;

import io.metroon.namespace.Stat.ContentState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Answers queries from one view. A listing is answered as one page or refused with E2BIG: pages that follow each other
 * are {@link Listings}' business.
 */
final class QueryHandler implements Query.Handler<Reply> {
    private final TreeView tree;
    private final LockView locks;
    private final Limits limits;
    private final LongSupplier revision;

    /** A handler over a view; {@code revision} says of which revision it is. */
    QueryHandler(TreeView tree, LockView locks, Limits limits, LongSupplier revision) {
        this.tree = tree;
        this.locks = locks;
        this.limits = limits;
        this.revision = revision;
    }

    /** The reply, a refusal being one. */
    Reply answer(Query query) {
        try {
            return query.dispatch(this);
        } catch (RefusedException e) {
            return e.refusal();
        }
    }

    @Override
    public Reply handle(Query.GetStat getStat) {
        Place place = PathWalk.resolve(tree, getStat.path(), getStat.follow(), limits.linksFollowedMax());
        Dentry dentry = getStat.mustBeDirectory() ? Checks.requireDirectory(place) : Checks.requireDentry(place);
        return new Reply.Stated(tree.stat(getStat.path(), tree.inode(dentry.inode())), false);
    }

    @Override
    public Reply handle(Query.GetContent getContent) {
        Place place = PathWalk.resolve(tree, getContent.path(), true, limits.linksFollowedMax());
        Checks.requireFile(place);
        Inode file = tree.inode(Checks.requireDentry(place).inode());
        if (file.content() == ContentState.ABSENT) {
            throw Checks.refused(ErrorCode.ENODATA, getContent.path(), "the bytes are not kept here");
        }
        Stat stat = tree.stat(getContent.path(), file);
        return file.isChunked()
                ? new Reply.Chunked(stat, file.contentNumber())
                : new Reply.Content(stat, tree.content(file));
    }

    @Override
    public Reply handle(Query.GetExtent getExtent) {
        return tree.extent(getExtent.number(), getExtent.offset());
    }

    @Override
    public Reply handle(Query.GetPage getPage) {
        Checks.requirePage(getPage);
        if (getPage.cursor() != null) {
            throw Checks.invalid("a listing inside a batch has one page and no cursor");
        }
        Page page = new Page(getPage, directory(getPage.path()));
        while (!page.full()) {
            page.add(page.read(tree));
        }
        if (!page.last()) {
            throw Checks.refused(ErrorCode.E2BIG, getPage.path(), "the directory does not fit into one page");
        }
        return page.reply(revision.getAsLong());
    }

    @Override
    public Reply handle(Query.GetLocks getLocks) {
        Place place = PathWalk.resolve(tree, getLocks.path(), true, limits.linksFollowedMax());
        Dentry dentry = Checks.requireDentry(place);
        List<LockState> below = new ArrayList<>();
        if (dentry.isDirectory() && !locks.none()) {
            locks.below(dentry.inode()).forEachRemaining(held -> addLive(held, below));
        }
        return new Reply.Locks(
                locks.covering(place).stream()
                        .map(held -> held.state(locks.clockMillis()))
                        .toList(),
                below);
    }

    private void addLive(LockView.Held held, List<LockState> states) {
        if (locks.isLive(held)) {
            states.add(held.state(locks.clockMillis()));
        }
    }

    @Override
    public Reply handle(Query.GetUsage getUsage) {
        throw Checks.invalid("counts are not asked for in a batch, nor of the past");
    }

    private long directory(FilePath path) {
        return PathWalk.directory(tree, path, limits.linksFollowedMax());
    }
}
