package io.metroon.namespace;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A store on the heap: for tests, simulation and measurement. Nothing survives it; sealing only closes. */
public final class MemoryNamespaceStore implements NamespaceStore {
    private final Map<Table, ConcurrentSkipListMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);

    /** An empty store. */
    public MemoryNamespaceStore() {
        for (Table table : Table.values()) {
            tables.put(table, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
        }
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        return rows(table).get(key);
    }

    @Override
    public byte @Nullable [] put(Table table, byte[] key, byte[] value) {
        return rows(table).put(key, value);
    }

    @Override
    public byte @Nullable [] remove(Table table, byte[] key) {
        return rows(table).remove(key);
    }

    @Override
    public Iterator<Row> scan(Table table, byte[] from) {
        Iterator<Map.Entry<byte[], byte[]>> entries =
                rows(table).tailMap(from, true).entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Row next() {
                Map.Entry<byte[], byte[]> entry = entries.next();
                return new Row(entry.getKey(), entry.getValue());
            }
        };
    }

    @Override
    public void load(Table table, Iterator<Row> rows) {
        if (!rows(table).isEmpty()) {
            throw new IllegalStateException("table " + table + " is not empty");
        }
        rows.forEachRemaining(row -> rows(table).put(row.key(), row.value()));
    }

    @Override
    public void clear(Table table) {
        rows(table).clear();
    }

    @Override
    public void clear() {
        tables.values().forEach(Map::clear);
    }

    @Override
    public void seal(StateDigest at) {
        close();
    }

    @Override
    public void close() {
        clear();
    }

    private ConcurrentSkipListMap<byte[], byte[]> rows(Table table) {
        ConcurrentSkipListMap<byte[], byte[]> rows = tables.get(table);
        if (rows == null) {
            throw new IllegalStateException("no table " + table);
        }
        return rows;
    }
}
