package io.metroon.namespace;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The newest rows, for readers; inside {@link StateLock#read}. */
final class StoreView implements View {
    private final NamespaceStore store;

    StoreView(NamespaceStore store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        return store.get(table, key);
    }

    @Override
    public Iterator<Row> scan(Table table, byte[] from) {
        return store.scan(table, from);
    }
}
