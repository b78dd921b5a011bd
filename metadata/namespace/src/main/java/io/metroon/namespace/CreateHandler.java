package io.metroon.namespace;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates files, directories and symlinks. */
final class CreateHandler {
    private final Tree tree;
    private final AttributeRules attributeRules;
    private final LockRules lockRules;
    private final Limits limits;

    CreateHandler(Tree tree, AttributeRules attributeRules, LockRules lockRules, Limits limits) {
        this.tree = tree;
        this.attributeRules = attributeRules;
        this.lockRules = lockRules;
        this.limits = limits;
    }

    Reply handle(Command.Create create) {
        Checks.requireLegalTarget(create.type(), create.target());
        Checks.requireLegal(create.attributes(), create.type(), limits);
        UnaryOperator<Place> missing = create.parents() ? this::makeDirectory : UnaryOperator.identity();
        Place place = PathWalk.resolve(tree, create.path(), false, limits.linksFollowedMax(), missing);
        Dentry existing = place.dentry();
        if (existing != null) {
            return keep(create, tree.inode(existing.inode()));
        }
        Checks.requireCondition(create.condition(), create.path(), null);
        Inode made = make(place, create.type(), create.target(), create.attributes());
        return new Reply.Stated(tree.stat(create.path(), made), true);
    }

    private Reply keep(Command.Create create, Inode existing) {
        Checks.requireCondition(create.condition(), create.path(), existing);
        if (create.ifExists() == Command.IfExists.REFUSE || existing.type() != create.type()) {
            throw Checks.refused(ErrorCode.EEXIST, create.path(), "exists already");
        }
        return new Reply.Stated(tree.stat(create.path(), existing), false);
    }

    private Place makeDirectory(Place place) {
        Inode made = make(place, EntryType.DIRECTORY, null, Attributes.NONE);
        return new Place(place.path(), place.directory(), place.name(), made.dentry());
    }

    /** An empty file where nothing is. */
    Inode makeFile(Place place) {
        return make(place, EntryType.FILE, null, Attributes.NONE);
    }

    private Inode make(Place place, EntryType type, byte @Nullable [] target, Attributes attributes) {
        lockRules.requireNamesUnlocked(place.path(), place.directory());
        Inode.Draft draft = tree.create(type);
        draft.parent = type == EntryType.DIRECTORY ? place.directory() : 0;
        draft.target = target;
        attributeRules.apply(place.path(), draft, attributes);
        Inode made = draft.done();
        tree.save(made);
        tree.link(place.directory(), Checks.requireName(place), made.dentry());
        tree.namesChanged(place.directory());
        return made;
    }
}
