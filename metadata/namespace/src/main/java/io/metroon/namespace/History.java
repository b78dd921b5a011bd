package io.metroon.namespace;

import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Old versions of rows, kept while a pinned revision sees them. Key: table code (1), the row's key with 00 escaped as
 * 00 FF and ended by 00, the revision that superseded it (8); so the order of rows is the order of their own table.
 * Value: the row's old value, which begins with the revision that wrote it.
 *
 * <p>A version written at w and superseded at s is what a view at p sees if w ≤ p &lt; s. Garbage goes in bounded steps: a
 * sweep walks the whole table, a few rows for each applied entry and two for each row kept, so it keeps up with what
 * comes in.
 *
 * <p>Written by the apply thread only.
 */
final class History {
    private static final int SWEEP_ROWS = 64;
    private static final byte[] START = {};

    private final NamespaceStore store;
    private final Pins pins;
    // Written by the apply thread, read by any.
    private final AtomicLong generation = new AtomicLong();
    private long rows;
    private long debt;
    private long sweptReleases;
    private byte[] sweepFrom = START;

    History(NamespaceStore store, Pins pins) {
        this.store = store;
        this.pins = pins;
    }

    /** Keeps a version that is being overwritten or removed, if a pinned revision sees it; answers whether it is new. */
    boolean keep(Table table, byte[] key, byte[] before, long superseded) {
        if (!pins.seesFrom(RowFormat.revision(before))) {
            return false;
        }
        boolean added = store.put(Table.HISTORY, key(table, key, superseded), before) == null;
        rows += added ? 1 : 0;
        debt += 2;
        return added;
    }

    /** Takes back what was kept: the version was not superseded after all. */
    void drop(Table table, byte[] key, long superseded) {
        store.remove(Table.HISTORY, key(table, key, superseded));
        rows--;
    }

    /** How many old versions are kept. */
    long rows() {
        return rows;
    }

    /** The version that a view at a revision sees, if it is an old one. */
    byte @Nullable [] get(Table table, byte[] key, long revision) {
        Iterator<Row> versions = store.scan(Table.HISTORY, key(table, key, revision + 1));
        if (!versions.hasNext()) {
            return null;
        }
        Row version = versions.next();
        boolean same = Arrays.equals(rowKey(version), key) && version.key()[0] == table.code();
        return same && RowFormat.revision(version.value()) <= revision ? version.value() : null;
    }

    /** The old versions that a view at a revision sees, from a key on, in order of the rows' own keys. */
    Iterator<Row> scan(Table table, byte[] from, long revision) {
        Iterator<Row> versions =
                store.scan(Table.HISTORY, prefix(table, from, 0).toBytes());
        return new Lookahead<>() {
            @Override
            protected @Nullable Row advance() {
                while (versions.hasNext()) {
                    Row version = versions.next();
                    if (version.key()[0] != table.code()) {
                        return null;
                    }
                    if (superseded(version) > revision && RowFormat.revision(version.value()) <= revision) {
                        return new Row(rowKey(version), version.value());
                    }
                }
                return null;
            }
        };
    }

    /** Removes a bounded number of versions that no pinned revision sees any more. */
    void sweep() {
        debt++;
        boolean garbage = rows > 0 && (sweepFrom != START || sweptReleases != pins.releases());
        if (!garbage) {
            debt = Math.min(debt, SWEEP_ROWS);
        } else if (debt >= SWEEP_ROWS) {
            sweepRows(debt);
            debt = 0;
        }
    }

    private void sweepRows(long rowsMax) {
        if (sweepFrom == START) {
            // Releases after this moment ask for another pass.
            sweptReleases = pins.releases();
        }
        Iterator<Row> versions = store.scan(Table.HISTORY, sweepFrom);
        for (long visited = 0; visited < rowsMax && versions.hasNext(); visited++) {
            Row version = versions.next();
            sweepFrom = version.key();
            if (!pins.seesWithin(RowFormat.revision(version.value()), superseded(version))) {
                store.remove(Table.HISTORY, version.key());
                rows--;
            }
        }
        if (!versions.hasNext()) {
            sweepFrom = START;
        }
    }

    /** Drops all history: what was pinned so far is not to be seen any more. */
    void forget() {
        generation.incrementAndGet();
        rows = 0;
        debt = 0;
        sweepFrom = START;
        store.clear(Table.HISTORY);
    }

    /** Changes when history is dropped. */
    long generation() {
        return generation.get();
    }

    private static byte[] key(Table table, byte[] key, long superseded) {
        return prefix(table, key, 9).int8(0).int64(superseded).toBytes();
    }

    private static Octets prefix(Table table, byte[] key, int more) {
        Octets octets = new Octets(key.length + 8 + more).int8(table.code());
        for (byte octet : key) {
            octets.int8(octet);
            if (octet == 0) {
                octets.int8(0xFF);
            }
        }
        return octets;
    }

    private static long superseded(Row version) {
        return Octets.int64At(version.key(), version.key().length - 8);
    }

    private static byte[] rowKey(Row version) {
        byte[] escaped = version.key();
        byte[] key = new byte[escaped.length];
        int length = 0;
        for (int i = 1; i < escaped.length - 9; i++) {
            key[length++] = escaped[i];
            if (escaped[i] == 0) {
                i++;
            }
        }
        return Arrays.copyOf(key, length);
    }
}
