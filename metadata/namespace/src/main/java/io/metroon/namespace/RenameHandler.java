package io.metroon.namespace;

import org.jspecify.annotations.Nullable;

/**
 * Moves entries. What lies under a directory moves with it at no cost, since names hang on inodes and not on paths.
 *
 * <p>A directory moves only to where fewer than {@link FilePath#DEPTH_MAX} directories are above it; that bounds the walk
 * which makes sure that it does not move into itself.
 */
final class RenameHandler {
    private final Tree tree;
    private final LockRules lockRules;
    private final Limits limits;

    RenameHandler(Tree tree, LockRules lockRules, Limits limits) {
        this.tree = tree;
        this.lockRules = lockRules;
        this.limits = limits;
    }

    Reply handle(Command.Rename rename) {
        Place from = PathWalk.resolve(tree, rename.from(), false, limits.linksFollowedMax());
        Inode moved = tree.inode(Checks.requireDentry(from).inode());
        Checks.requireName(from);
        Place to = PathWalk.resolve(tree, rename.to(), false, limits.linksFollowedMax());
        Checks.requireName(to);
        Inode other = to.dentry() == null ? null : tree.inode(to.dentry().inode());
        Checks.requireVersion(rename.fromVersion(), from.path(), moved);
        Checks.requireVersion(rename.toVersion(), to.path(), other);
        requireUnlocked(from, moved, to, other);
        Inode result = switch (rename.mode()) {
            case REPLACE -> replace(from, moved, to, other);
            case NOREPLACE -> move(from, moved, requireFree(to));
            case EXCHANGE -> exchange(from, moved, to, requireThere(to, other));
            case DISPLACE -> displace(from, moved, to, other);
        };
        // Only who displaces has to be told whether there was something to displace.
        boolean created = rename.mode() == Command.RenameMode.DISPLACE && other == null;
        return new Reply.Stated(tree.stat(to.path(), result), created);
    }

    /** A lock neither moves nor outlives what it is on (RFC 4918, 7.6 and 9.9.3); a refusal later takes this back. */
    private void requireUnlocked(Place from, Inode moved, Place to, @Nullable Inode other) {
        if (other != null && other.number() == moved.number()) {
            return;
        }
        lockRules.requireRemovable(from, moved);
        lockRules.requireNamesUnlocked(to.path(), to.directory());
        lockRules.drop(moved);
        if (other != null) {
            lockRules.requireRemovable(to, other);
            lockRules.drop(other);
        }
    }

    private static Place requireFree(Place to) {
        if (to.dentry() != null) {
            throw Checks.refused(ErrorCode.EEXIST, to.path(), "exists already");
        }
        return to;
    }

    private static Inode requireThere(Place to, @Nullable Inode other) {
        if (other == null) {
            throw Checks.refused(ErrorCode.ENOENT, to.path(), "no such file or directory to exchange with");
        }
        return other;
    }

    private Inode replace(Place from, Inode moved, Place to, @Nullable Inode other) {
        if (other == null) {
            return move(from, moved, to);
        }
        // POSIX: two names of one inode, or one name twice: nothing to do.
        if (other.number() == moved.number()) {
            return moved;
        }
        requireOutside(moved, from, to);
        requireReplaceable(moved, to, other);
        Inode result = move(from, moved, to);
        tree.release(other);
        return result;
    }

    private Inode displace(Place from, Inode moved, Place to, @Nullable Inode other) {
        if (other == null || other.number() == moved.number()) {
            return replace(from, moved, to, other);
        }
        requireOutside(moved, from, to);
        // The target may hold what is moved; then it would be gone before it arrives.
        requireOutside(other, to, from);
        Inode result = move(from, moved, to);
        tree.dispose(other);
        return result;
    }

    private void requireReplaceable(Inode moved, Place to, Inode other) {
        if (moved.isDirectory() && !other.isDirectory()) {
            throw Checks.refused(ErrorCode.ENOTDIR, to.path(), "a directory replaces only a directory");
        }
        if (!moved.isDirectory() && other.isDirectory()) {
            throw Checks.refused(ErrorCode.EISDIR, to.path(), "is a directory");
        }
        if (other.isDirectory()) {
            Checks.requireEmpty(tree, to.path(), other.number());
        }
    }

    private Inode move(Place from, Inode moved, Place to) {
        requireOutside(moved, from, to);
        tree.unlink(from.directory(), Checks.requireName(from));
        Inode result = place(moved, to);
        namesChanged(from, to);
        return result;
    }

    private Inode exchange(Place from, Inode moved, Place to, Inode other) {
        if (other.number() == moved.number()) {
            return moved;
        }
        requireOutside(moved, from, to);
        requireOutside(other, to, from);
        place(other, from);
        Inode result = place(moved, to);
        namesChanged(from, to);
        return result;
    }

    private Inode place(Inode inode, Place to) {
        Inode.Draft draft = tree.change(inode);
        draft.parent = inode.isDirectory() ? to.directory() : 0;
        Inode placed = draft.done();
        tree.save(placed);
        tree.link(to.directory(), Checks.requireName(to), placed.dentry());
        return placed;
    }

    private void namesChanged(Place from, Place to) {
        tree.namesChanged(from.directory());
        if (to.directory() != from.directory()) {
            tree.namesChanged(to.directory());
        }
    }

    private void requireOutside(Inode moved, Place from, Place to) {
        // Within one directory nothing changes its ancestors.
        if (!moved.isDirectory() || from.directory() == to.directory()) {
            return;
        }
        long ancestor = to.directory();
        for (int depth = 1; ancestor != TreeView.ROOT; depth++) {
            if (ancestor == moved.number()) {
                throw Checks.refused(ErrorCode.EINVAL, to.path(), "a directory does not move into itself");
            }
            if (depth >= FilePath.DEPTH_MAX) {
                throw Checks.refused(
                        ErrorCode.ENAMETOOLONG, to.path(), "a directory lies at most " + FilePath.DEPTH_MAX + " deep");
            }
            ancestor = tree.inode(ancestor).parent();
        }
    }
}
