package io.metroon.namespace;

import io.metroon.namespace.Stat.ContentState;
import java.util.function.LongSupplier;

/**
 * Answers queries from one view. A listing is answered as one page or refused with E2BIG: pages that follow each other
 * are {@link Listings}' business.
 */
final class QueryHandler implements Query.Handler<Reply> {
    private final TreeView tree;
    private final Limits limits;
    private final LongSupplier revision;

    /** A handler over a view; {@code revision} says of which revision it is. */
    QueryHandler(TreeView tree, Limits limits, LongSupplier revision) {
        this.tree = tree;
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
        return new Reply.Content(tree.stat(getContent.path(), file), tree.content(file));
    }

    @Override
    public Reply handle(Query.GetPage getPage) {
        Checks.requirePage(getPage);
        if (getPage.cursor() != null) {
            throw Checks.invalid("a listing inside a batch has one page and no cursor");
        }
        Page page = new Page(getPage, directory(getPage.path()), null);
        while (!page.full()) {
            page.add(page.read(tree));
        }
        if (!page.last()) {
            throw Checks.refused(ErrorCode.E2BIG, getPage.path(), "the directory does not fit into one page");
        }
        return page.reply(revision.getAsLong());
    }

    private long directory(FilePath path) {
        return PathWalk.directory(tree, path, limits.linksFollowedMax());
    }
}
