package io.metroon.namespace;

/** Writes all bytes of a file, which is created if it is missing. */
final class PutContentHandler {
    private final Tree tree;
    private final AttributeRules attributeRules;
    private final LockRules lockRules;
    private final Limits limits;

    PutContentHandler(Tree tree, AttributeRules attributeRules, LockRules lockRules, Limits limits) {
        this.tree = tree;
        this.attributeRules = attributeRules;
        this.lockRules = lockRules;
        this.limits = limits;
    }

    Reply handle(Command.PutContent put) {
        Checks.requireLegal(put.attributes(), EntryType.FILE, limits);
        if (put.attributes().size() != null) {
            throw Checks.invalid("the size of content is its length");
        }
        Checks.requireContentFits(put.path(), put.content().length, limits);
        Place place = PathWalk.resolve(tree, put.path(), true, limits.linksFollowedMax());
        return place.dentry() == null ? create(put, place) : replace(put, place);
    }

    private Reply create(Command.PutContent put, Place place) {
        Checks.requireCondition(put.condition(), put.path(), null);
        lockRules.requireNamesUnlocked(put.path(), place.directory());
        Inode made = write(put, tree.create(EntryType.FILE));
        tree.link(place.directory(), Checks.requireName(place), made.dentry());
        tree.namesChanged(place.directory());
        return new Reply.Stated(tree.stat(put.path(), made), true);
    }

    private Reply replace(Command.PutContent put, Place place) {
        Checks.requireFile(place);
        Inode file = tree.inode(Checks.requireDentry(place).inode());
        Checks.requireCondition(put.condition(), put.path(), file);
        lockRules.requireUnlocked(place);
        Inode written = write(put, tree.change(file));
        return new Reply.Stated(tree.stat(put.path(), written), false);
    }

    private Inode write(Command.PutContent put, Inode.Draft draft) {
        attributeRules.setContent(put.path(), draft, put.content());
        attributeRules.apply(put.path(), draft, put.attributes());
        Inode written = draft.done();
        tree.save(written);
        return written;
    }
}
