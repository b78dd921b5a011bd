package io.metroon.namespace;

import io.metroon.namespace.LockView.Held;
import java.util.Iterator;

/** Takes, prolongs and releases locks. */
final class LockHandler {
    private static final int EXPIRED_AT_ONCE = 4;

    private final Rows rows;
    private final Tree tree;
    private final LockTable locks;
    private final CreateHandler create;
    private final Limits limits;

    LockHandler(Rows rows, Tree tree, LockTable locks, CreateHandler create, Limits limits) {
        this.rows = rows;
        this.tree = tree;
        this.locks = locks;
        this.create = create;
        this.limits = limits;
    }

    Reply handle(Command.Lock lock) {
        Checks.requireLock(lock);
        locks.expire(EXPIRED_AT_ONCE);
        Place place = PathWalk.resolve(tree, lock.path(), true, limits.linksFollowedMax());
        boolean created = place.dentry() == null;
        Inode inode = created
                ? create.makeFile(place)
                : tree.inode(Checks.requireDentry(place).inode());
        Place there = new Place(place.path(), place.directory(), place.name(), inode.dentry());
        requireCompatible(lock, there);
        Held held = held(lock, there, inode);
        locks.add(held, there);
        return new Reply.Locked(tree.stat(lock.path(), inode), held.state(locks.clockMillis()), created);
    }

    private Held held(Command.Lock lock, Place place, Inode inode) {
        return new Held(
                inode.number(),
                rows.revision(),
                locks.clockMillis() + lock.timeoutMillis(),
                lock.timeoutMillis(),
                lock.exclusive(),
                lock.infinite() && inode.isDirectory(),
                directory(place),
                lock.token(),
                lock.owner(),
                lock.path());
    }

    private long directory(Place place) {
        if (place.name() != null) {
            return place.directory();
        }
        return place.directory() == TreeView.ROOT
                ? 0
                : tree.inode(place.directory()).parent();
    }

    /** Two locks go together when both are shared, or when neither covers what the other does. */
    private void requireCompatible(Command.Lock lock, Place place) {
        for (Held held : locks.covering(place)) {
            requireBothShared(lock, held);
        }
        Dentry dentry = Checks.requireDentry(place);
        if (lock.infinite() && dentry.isDirectory()) {
            Iterator<Held> below = locks.below(dentry.inode());
            while (below.hasNext()) {
                Held held = below.next();
                if (locks.isLive(held)) {
                    requireBothShared(lock, held);
                }
            }
        }
    }

    private static void requireBothShared(Command.Lock lock, Held held) {
        if (lock.exclusive() || held.exclusive()) {
            throw LockRules.refused(held);
        }
    }

    Reply handle(Command.RefreshLock refresh) {
        Checks.requireLockLife(refresh.timeoutMillis());
        Place place = PathWalk.resolve(tree, refresh.path(), true, limits.linksFollowedMax());
        Dentry dentry = Checks.requireDentry(place);
        for (Held held : locks.covering(place)) {
            if (held.token().equals(refresh.token())) {
                Held prolonged = prolonged(held, refresh.timeoutMillis());
                locks.replace(held, prolonged);
                return new Reply.Locked(
                        tree.stat(refresh.path(), tree.inode(dentry.inode())),
                        prolonged.state(locks.clockMillis()),
                        false);
            }
        }
        throw Checks.refused(ErrorCode.ECONDITION, refresh.path(), "no such lock covers it");
    }

    private Held prolonged(Held held, long timeoutMillis) {
        return new Held(
                held.inode(),
                held.fence(),
                locks.clockMillis() + timeoutMillis,
                timeoutMillis,
                held.exclusive(),
                held.infinite(),
                held.directory(),
                held.token(),
                held.owner(),
                held.path());
    }

    Reply handle(Command.Unlock unlock) {
        Place place = PathWalk.resolve(tree, unlock.path(), true, limits.linksFollowedMax());
        Checks.requireDentry(place);
        for (Held held : locks.covering(place)) {
            if (held.token().equals(unlock.token())) {
                locks.remove(held);
                return new Reply.Done();
            }
        }
        throw Checks.refused(ErrorCode.ENODATA, unlock.path(), "no such lock covers it");
    }
}
