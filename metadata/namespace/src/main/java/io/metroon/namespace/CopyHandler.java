package io.metroon.namespace;

import io.metroon.namespace.Stat.ContentState;
import java.util.SortedMap;

/** Copies single entries; a tree is copied by whoever asks, entry by entry, so that no entry of the log is large. */
final class CopyHandler {
    private final Tree tree;
    private final AttributeRules attributeRules;
    private final LockRules lockRules;
    private final Limits limits;

    CopyHandler(Tree tree, AttributeRules attributeRules, LockRules lockRules, Limits limits) {
        this.tree = tree;
        this.attributeRules = attributeRules;
        this.lockRules = lockRules;
        this.limits = limits;
    }

    Reply handle(Command.Copy copy) {
        Place from = PathWalk.resolve(tree, copy.from(), copy.follow(), limits.linksFollowedMax());
        Inode source = tree.inode(Checks.requireDentry(from).inode());
        if (source.content() == ContentState.ABSENT) {
            throw Checks.refused(ErrorCode.ENODATA, copy.from(), "the bytes are not kept here");
        }
        Place to = PathWalk.resolve(tree, copy.to(), false, limits.linksFollowedMax());
        return to.dentry() == null ? create(copy, source, to) : replace(copy, source, to);
    }

    private Reply create(Command.Copy copy, Inode source, Place to) {
        lockRules.requireNamesUnlocked(copy.to(), to.directory());
        Inode.Draft draft = tree.create(source.type());
        draft.parent = source.isDirectory() ? to.directory() : 0;
        draft.mode = source.mode();
        draft.owner = source.owner();
        draft.group = source.group();
        draft.target = source.target();
        Inode made = fill(copy.to(), source, draft);
        tree.link(to.directory(), Checks.requireName(to), made.dentry());
        tree.namesChanged(to.directory());
        return new Reply.Stated(tree.stat(copy.to(), made), true);
    }

    private Reply replace(Command.Copy copy, Inode source, Place to) {
        Inode existing = tree.inode(Checks.requireDentry(to).inode());
        if (!copy.overwrite() || !source.isFile() || !existing.isFile()) {
            throw Checks.refused(ErrorCode.EEXIST, copy.to(), "exists already");
        }
        lockRules.requireUnlocked(to);
        Inode result = source.number() == existing.number() ? existing : fill(copy.to(), source, tree.change(existing));
        return new Reply.Stated(tree.stat(copy.to(), result), false);
    }

    private Inode fill(FilePath path, Inode source, Inode.Draft draft) {
        if (source.isChunked()) {
            Checks.requireCopyable(path, source);
            attributeRules.setChunked(draft, tree.extents().copy(source.contentNumber()));
        } else if (source.isFile()) {
            attributeRules.setContent(path, draft, tree.content(source));
        }
        SortedMap<String, byte[]> xattrs = tree.xattrs(source);
        if (!xattrs.isEmpty() || draft.hasXattrs) {
            tree.putXattrs(draft.number(), xattrs);
        }
        draft.hasXattrs = !xattrs.isEmpty();
        draft.atimeNanos = source.atimeNanos();
        draft.mtimeNanos = source.mtimeNanos();
        Inode filled = draft.done();
        tree.save(filled);
        return filled;
    }
}
