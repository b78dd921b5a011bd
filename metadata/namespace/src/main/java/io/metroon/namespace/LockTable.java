package io.metroon.namespace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest locks, and the only way to change them. Invariants between commands:
 *
 * <ul>
 *   <li>a lock has one row of kind 'L', one of kind 'E', and one of kind 'U' for each directory above its entry;
 *   <li>its entry exists, and neither it nor a directory above it was moved since: {@link #dropAll} saw to that;
 *   <li>there are at most {@link #LOCKS_MAX} locks, and {@link #SHARED_MAX} on one entry.
 * </ul>
 *
 * Apply thread only.
 */
final class LockTable extends LockView {
    /** At about 300 octets a lock, 3 MB; and what one listing of locks may have to carry. */
    static final int LOCKS_MAX = 10_000;

    /** Every change of an entry reads all locks that are on it. */
    static final int SHARED_MAX = 100;

    private final Rows rows;

    LockTable(Rows rows, Tree tree, KeyTable clock) {
        super(rows, tree, clock::clockMillis);
        this.rows = rows;
    }

    void add(Held held, Place place) {
        if (count() >= LOCKS_MAX) {
            throw new RefusedException(ErrorCode.ENOSPC, "all " + LOCKS_MAX + " locks are in use");
        }
        if (allOn(held.inode()).size() >= SHARED_MAX) {
            throw new RefusedException(ErrorCode.ENOSPC, "an entry has at most " + SHARED_MAX + " locks");
        }
        put(held);
        for (long directory : above(place)) {
            rows.put(Table.LOCK, belowKey(directory, held), below(held));
        }
        count(1);
    }

    private byte[] below(Held held) {
        return RowFormat.begin(rows.revision(), 8).int64(held.inode()).toBytes();
    }

    private void put(Held held) {
        rows.put(Table.LOCK, held.key(), held.encode(rows.revision()));
        rows.put(Table.LOCK, held.expiryKey(), RowFormat.empty(rows.revision()));
    }

    /** Puts the same lock with another expiry in the place of one. */
    void replace(Held before, Held after) {
        rows.remove(Table.LOCK, before.expiryKey());
        put(after);
    }

    void remove(Held held) {
        rows.remove(Table.LOCK, held.key());
        rows.remove(Table.LOCK, held.expiryKey());
        for (long directory : above(new Place(held.path(), start(held), name(held), null))) {
            rows.remove(Table.LOCK, belowKey(directory, held));
        }
        count(-1);
    }

    private static long start(Held held) {
        return held.directory() == 0 ? TreeView.ROOT : held.directory();
    }

    // What the name is does not matter for the way up, only that there is one.
    private static byte @Nullable [] name(Held held) {
        return held.directory() == 0 ? null : new byte[0];
    }

    /** Takes away every lock on an inode and below it: the entry goes, or goes elsewhere. */
    void dropAll(Inode inode) {
        if (none()) {
            return;
        }
        List<Held> dropped = new ArrayList<>(allOn(inode.number()));
        if (inode.isDirectory()) {
            below(inode.number()).forEachRemaining(dropped::add);
        }
        dropped.forEach(this::remove);
    }

    /** The locks on an inode itself, ended ones too. */
    private List<Held> allOn(long inode) {
        List<Held> found = new ArrayList<>();
        Iterator<Row> scan = rows.scan(Table.LOCK, key(LOCK, inode));
        while (scan.hasNext()) {
            Row row = scan.next();
            if (row.key()[0] != LOCK || Octets.int64At(row.key(), 1) != inode) {
                break;
            }
            found.add(Held.decode(row));
        }
        return found;
    }

    /** Takes away up to so many ended locks. */
    void expire(int locksMax) {
        if (none()) {
            return;
        }
        for (int i = 0; i < locksMax; i++) {
            Iterator<Row> expiries = rows.scan(Table.LOCK, new byte[] {EXPIRY});
            Row first = expiries.hasNext() ? expiries.next() : null;
            if (first == null || !isExpiry(first, clockMillis())) {
                return;
            }
            remove(ended(first));
        }
    }

    private Held ended(Row expiry) {
        byte[] key = new Octets(17)
                .int8(LOCK)
                .int64(Octets.int64At(expiry.key(), 9))
                .int64(Octets.int64At(expiry.key(), 17))
                .toBytes();
        byte[] value = rows.get(Table.LOCK, key);
        if (value == null) {
            throw new IllegalStateException("a lock that has an end is missing");
        }
        return Held.decode(new Row(key, value));
    }

    private static byte[] belowKey(long directory, Held held) {
        return new Octets(17).raw(key(BELOW, directory)).int64(held.fence()).toBytes();
    }

    private void count(int difference) {
        long count = count() + difference;
        if (count == 0) {
            rows.remove(Table.LOCK, COUNT);
        } else {
            rows.put(
                    Table.LOCK,
                    COUNT,
                    RowFormat.begin(rows.revision(), 8).int64(count).toBytes());
        }
    }
}
