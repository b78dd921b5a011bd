package io.metroon.namespace;

/** Changes attributes; a request that names none changes nothing, not even a time. */
final class SetAttributesHandler {
    private final Tree tree;
    private final AttributeRules attributeRules;
    private final LockRules lockRules;
    private final Limits limits;

    SetAttributesHandler(Tree tree, AttributeRules attributeRules, LockRules lockRules, Limits limits) {
        this.tree = tree;
        this.attributeRules = attributeRules;
        this.lockRules = lockRules;
        this.limits = limits;
    }

    Reply handle(Command.SetAttributes set) {
        Place place = PathWalk.resolve(tree, set.path(), set.follow(), limits.linksFollowedMax());
        Dentry dentry = set.mustBeDirectory() ? Checks.requireDirectory(place) : Checks.requireDentry(place);
        Inode inode = tree.inode(dentry.inode());
        Checks.requireLegal(set.attributes(), inode.type(), limits);
        Checks.requireCondition(set.condition(), set.path(), inode);
        lockRules.requireUnlocked(place);
        Inode changed = set.attributes().equals(Attributes.NONE) ? inode : change(set, inode);
        return new Reply.Stated(tree.stat(set.path(), changed), false);
    }

    private Inode change(Command.SetAttributes set, Inode inode) {
        Inode.Draft draft = tree.change(inode);
        attributeRules.apply(set.path(), draft, set.attributes());
        Inode changed = draft.done();
        tree.save(changed);
        return changed;
    }
}
