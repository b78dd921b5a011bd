package io.metroon.namespace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows that the apply thread met last: a path walk and the parent's attributes cost a create three reads of the store,
 * nearly always of the same few rows. One row for each slot, the last one wins; at most {@value #SLOTS} rows of
 * {@value #VALUE_BYTES_MAX} octets. Apply thread only.
 */
final class RowCache {
    private static final int SLOTS = 1 << 12;
    private static final int VALUE_BYTES_MAX = 512;

    private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS];

    private record Slot(Table table, byte[] key, byte[] value) {
        boolean holds(Table wanted, byte[] wantedKey) {
            return table == wanted && Arrays.equals(key, wantedKey);
        }
    }

    byte @Nullable [] get(Table table, byte[] key) {
        Slot slot = slots[index(table, key)];
        return slot != null && slot.holds(table, key) ? slot.value() : null;
    }

    void put(Table table, byte[] key, byte[] value) {
        slots[index(table, key)] = cacheable(table, value) ? new Slot(table, key, value) : null;
    }

    void remove(Table table, byte[] key) {
        slots[index(table, key)] = null;
    }

    void clear() {
        Arrays.fill(slots, null);
    }

    private static boolean cacheable(Table table, byte[] value) {
        return (table == Table.DENTRY || table == Table.INODE) && value.length <= VALUE_BYTES_MAX;
    }

    private static int index(Table table, byte[] key) {
        int hash = (31 * Arrays.hashCode(key) + table.code()) * 0x9E3779B9;
        return hash >>> (32 - 12);
    }
}
