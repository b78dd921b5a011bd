package io.metroon.namespace;

/**
 * Removes entries. A directory that has entries is only detached, at the cost of one name; {@link ReclaimHandler} frees
 * what was under it.
 */
final class DeleteHandler {
    private final Tree tree;
    private final LockRules lockRules;
    private final Limits limits;

    DeleteHandler(Tree tree, LockRules lockRules, Limits limits) {
        this.tree = tree;
        this.lockRules = lockRules;
        this.limits = limits;
    }

    Reply handle(Command.Delete delete) {
        Place place = PathWalk.resolve(tree, delete.path(), false, limits.linksFollowedMax());
        byte[] name = Checks.requireName(place);
        Dentry dentry = delete.mustBeDirectory() ? Checks.requireDirectory(place) : Checks.requireDentry(place);
        Inode inode = tree.inode(dentry.inode());
        Checks.requireCondition(delete.condition(), delete.path(), inode);
        if (inode.isDirectory() && !delete.recursive()) {
            Checks.requireEmpty(tree, delete.path(), inode.number());
        }
        lockRules.requireRemovable(place, inode);
        lockRules.drop(inode);
        tree.unlink(place.directory(), name);
        tree.namesChanged(place.directory());
        tree.dispose(inode);
        return new Reply.Done();
    }
}
