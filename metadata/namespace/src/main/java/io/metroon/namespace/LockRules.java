package io.metroon.namespace;

import io.metroon.namespace.LockView.Held;
import java.util.Iterator;
import java.util.List;

/**
 * What locks forbid (RFC 4918, 7): whoever changes something names a lock for everything he changes, or is refused with
 * ELOCKED and the path of the lock. Of several shared locks any one will do. A lock on a directory, of any depth, guards
 * its names too. Where there are no locks this costs one look. Apply thread only.
 */
final class LockRules {
    private final Tree tree;
    private final LockTable locks;
    private final Limits limits;
    private Guard guard = Guard.NONE;

    LockRules(Tree tree, LockTable locks, Limits limits) {
        this.tree = tree;
        this.locks = locks;
        this.limits = limits;
    }

    /** What commands are decided under from here on, until {@link #release}. Nested guards are refused. */
    void hold(Guard next) {
        if (!guard.equals(Guard.NONE)) {
            throw Checks.invalid("a guarded command must not hold another");
        }
        requireHolds(next);
        guard = next;
    }

    /** From here on commands are decided under no guard. */
    void release() {
        guard = Guard.NONE;
    }

    /** A change of an entry's bytes or attributes. */
    void requireUnlocked(Place place) {
        if (!locks.none()) {
            requireNamed(locks.covering(place));
        }
    }

    /** A change of a directory's names. */
    void requireNamesUnlocked(FilePath path, long directory) {
        if (!locks.none()) {
            requireNamed(locks.covering(Place.itself(path, directory)));
        }
    }

    /** The end of an entry under its name, and of all that is below it. */
    void requireRemovable(Place place, Inode inode) {
        if (locks.none()) {
            return;
        }
        requireNamed(locks.covering(place));
        requireNamed(locks.covering(Place.itself(place.path(), place.directory())));
        Iterator<Held> below = inode.isDirectory()
                ? locks.below(inode.number())
                : List.<Held>of().iterator();
        while (below.hasNext()) {
            requireNamed(locks.on(below.next().inode()));
        }
    }

    /** Takes away the locks on an entry that goes, or goes elsewhere, and below it. */
    void drop(Inode inode) {
        locks.dropAll(inode);
    }

    private void requireNamed(List<Held> needed) {
        if (!needed.isEmpty()
                && needed.stream().noneMatch(held -> guard.tokens().contains(held.token()))) {
            throw refused(needed.get(0));
        }
    }

    static RefusedException refused(Held held) {
        return Checks.refused(ErrorCode.ELOCKED, held.path(), "locked");
    }

    private void requireHolds(Guard conditions) {
        List<Guard.Alternative> anyOf = conditions.anyOf();
        if (!anyOf.isEmpty() && anyOf.stream().noneMatch(this::holds)) {
            throw new RefusedException(ErrorCode.ECONDITION, "no list of the If header holds");
        }
    }

    private boolean holds(Guard.Alternative alternative) {
        Place place;
        try {
            place = PathWalk.resolve(tree, alternative.path(), true, limits.linksFollowedMax());
        } catch (RefusedException nowhere) {
            return alternative.allOf().stream().allMatch(Guard.Term::negated);
        }
        List<Held> covering = locks.covering(place);
        return alternative.allOf().stream().allMatch(term -> holds(term, place, covering) != term.negated());
    }

    private boolean holds(Guard.Term term, Place place, List<Held> covering) {
        if (term.token() != null) {
            return covering.stream().anyMatch(held -> held.token().equals(term.token()));
        }
        Dentry dentry = place.dentry();
        return term.tag() != null && dentry != null && Checks.matches(term.tag(), tree.inode(dentry.inode()));
    }
}
