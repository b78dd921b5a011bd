package io.metroon.namespace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The locks as of one revision. {@link Table#LOCK} has four kinds of rows, told apart by their first octet:
 *
 * <pre>
 * 'C'                               → count(8)            how many locks there are; absent when there is none
 * 'E' expiry(8) inode(8) fence(8)   → nothing             the order in which they end
 * 'L' inode(8) fence(8)             → the lock            {@link Held}
 * 'U' directory(8) fence(8)         → inode(8)            for each directory above the locked entry: what is below it
 * </pre>
 *
 * Locks hang on inodes, so every way that leads to an entry finds them, and a directory above can be asked for those below
 * it without a walk. An ended lock counts no more, whether or not its rows are gone. Safe for as many threads as its view.
 */
class LockView {
    static final byte[] COUNT = {'C'};
    static final char EXPIRY = 'E';
    static final char LOCK = 'L';
    static final char BELOW = 'U';

    private final View view;
    private final TreeView tree;
    private final LongSupplier clockMillis;

    LockView(View view, TreeView tree, LongSupplier clockMillis) {
        this.view = view;
        this.tree = tree;
        this.clockMillis = clockMillis;
    }

    /** Whether there is no lock at all: one look, which is all that most changes need. */
    final boolean none() {
        return view.get(Table.LOCK, COUNT) == null;
    }

    /** How many there are, ended ones included until they are taken away. */
    final long count() {
        byte[] value = view.get(Table.LOCK, COUNT);
        return value == null ? 0 : RowFormat.payload(value).int64();
    }

    /** The locks that a change of what a place leads to needs: its own, and infinite ones above. */
    final List<Held> covering(Place place) {
        List<Held> found = new ArrayList<>();
        if (none()) {
            return found;
        }
        if (place.dentry() != null) {
            found.addAll(on(place.dentry().inode()));
        }
        for (long directory : above(place)) {
            on(directory).stream().filter(Held::infinite).forEach(found::add);
        }
        return found;
    }

    /** The directories above a place, the root last. */
    final List<Long> above(Place place) {
        List<Long> directories = new ArrayList<>();
        if (place.name() != null) {
            directories.add(place.directory());
        }
        long directory = place.directory();
        while (directory != TreeView.ROOT) {
            directory = tree.inode(directory).parent();
            directories.add(directory);
        }
        return directories;
    }

    /** The locks on an inode itself. */
    final List<Held> on(long inode) {
        List<Held> found = new ArrayList<>();
        byte[] prefix = key(LOCK, inode);
        Iterator<Row> rows = view.scan(Table.LOCK, prefix);
        while (rows.hasNext()) {
            Row row = rows.next();
            if (!startsWith(row.key(), prefix)) {
                break;
            }
            Held held = Held.decode(row);
            if (held.expiryMillis() > clockMillis.getAsLong()) {
                found.add(held);
            }
        }
        return found;
    }

    /** The locks on entries below a directory, ended ones too, so that they can be taken away. */
    final Iterator<Held> below(long directory) {
        byte[] prefix = key(BELOW, directory);
        Iterator<Row> rows = view.scan(Table.LOCK, prefix);
        return new Lookahead<>() {
            @Override
            protected @Nullable Held advance() {
                Row row = rows.hasNext() ? rows.next() : null;
                return row != null && startsWith(row.key(), prefix) ? lockOf(row) : null;
            }
        };
    }

    private Held lockOf(Row below) {
        long inode = RowFormat.payload(below.value()).int64();
        byte[] key = new Octets(17)
                .raw(key(LOCK, inode))
                .int64(Octets.int64At(below.key(), 9))
                .toBytes();
        byte[] value = view.get(Table.LOCK, key);
        if (value == null) {
            throw new IllegalStateException("a lock below a directory, on inode " + inode + ", is missing");
        }
        return Held.decode(new Row(key, value));
    }

    final boolean isLive(Held held) {
        return held.expiryMillis() > clockMillis.getAsLong();
    }

    final long clockMillis() {
        return clockMillis.getAsLong();
    }

    /** Whether a lock has ended by a moment of the log clock, and its rows are still there. */
    static boolean hasExpired(View view, long clockMillis) {
        Iterator<Row> expiries = view.scan(Table.LOCK, new byte[] {EXPIRY});
        return expiries.hasNext() && isExpiry(expiries.next(), clockMillis);
    }

    static boolean isExpiry(Row row, long clockMillis) {
        return row.key()[0] == EXPIRY && Octets.int64At(row.key(), 1) <= clockMillis;
    }

    static byte[] key(char kind, long number) {
        return new Octets(17).int8(kind).int64(number).toBytes();
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /**
     * A row of kind 'L'.
     *
     * @param inode of the locked entry
     * @param fence log position at which it was taken; with the inode the lock's key
     * @param expiryMillis the moment of the log clock from which it no longer counts
     * @param timeoutMillis the life it was given last
     * @param directory that holds the entry's name; 0 for the root
     * @param token its name
     * @param owner as its taker said
     * @param path as its taker said
     */
    record Held(
            long inode,
            long fence,
            long expiryMillis,
            long timeoutMillis,
            boolean exclusive,
            boolean infinite,
            long directory,
            String token,
            byte[] owner,
            FilePath path) {

        byte[] key() {
            return new Octets(17).int8(LOCK).int64(inode).int64(fence).toBytes();
        }

        byte[] expiryKey() {
            return new Octets(25)
                    .int8(EXPIRY)
                    .int64(expiryMillis)
                    .int64(inode)
                    .int64(fence)
                    .toBytes();
        }

        byte[] encode(long writtenAt) {
            Octets octets = RowFormat.begin(writtenAt, 96 + owner.length);
            octets.int64(expiryMillis).int64(timeoutMillis).bool(exclusive).bool(infinite);
            octets.int64(directory)
                    .string(token)
                    .bytes(owner)
                    .int16(path.names().size());
            path.names().forEach(name -> octets.int8(name.length()).raw(name.octets()));
            return octets.toBytes();
        }

        static Held decode(Row row) {
            OctetReader in = RowFormat.payload(row.value());
            return new Held(
                    Octets.int64At(row.key(), 1),
                    Octets.int64At(row.key(), 9),
                    in.int64(),
                    in.int64(),
                    in.bool(),
                    in.bool(),
                    in.int64(),
                    in.string(),
                    in.bytes(),
                    path(in));
        }

        private static FilePath path(OctetReader in) {
            int count = in.int16();
            List<Name> names = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                names.add(Name.of(in.raw(in.int8())));
            }
            return new FilePath(names);
        }

        LockState state(long clockMillis) {
            return new LockState(
                    path,
                    inode,
                    token,
                    exclusive,
                    infinite,
                    owner,
                    timeoutMillis,
                    Math.max(0, expiryMillis - clockMillis),
                    fence);
        }
    }
}
